import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../model/json";
import { command } from "../../../workloads/traits/command";
import { podSpecWith, refused } from "./harness";

const started = (properties: JsonObject, before: JsonObject = {}) => {
  const podSpec = podSpecWith(command, properties, { containers: [{ name: "web", ...before }] });
  return (podSpec as { containers: unknown[] }).containers[0];
};

describe("command", () => {
  it("sets program and arguments", () => {
    expect(started({ command: ["sh", "-c"], args: ["x"] }, { command: ["a"], args: ["b", "c"] })).toEqual({
      name: "web",
      command: ["sh", "-c"],
      args: ["x"],
    });
  });

  it("keeps what it does not name, and writes the arguments also when there are none", () => {
    expect(started({}, { command: ["a"], args: ["b"] })).toEqual({ name: "web", command: ["a"], args: ["b"] });
    expect(started({ command: null })).toEqual({ name: "web", args: [] });
    expect(started({ command: [], args: [] }, { command: ["a"], args: ["b"] })).toEqual({
      name: "web",
      command: [],
      args: [],
    });
  });

  it("adds and removes arguments", () => {
    const before = { args: ["a", "b", "a"] };
    expect(started({ addArgs: ["c", "b"], delArgs: ["a"] }, before)).toEqual({ name: "web", args: ["b", "c"] });
    expect(started({ addArgs: ["c", "c"] }, before)).toEqual({ name: "web", args: ["a", "b", "a", "c", "c"] });
    expect(started({ addArgs: ["c"], delArgs: ["c"] })).toEqual({ name: "web", args: [] });
  });

  it("starts several containers", () => {
    const containers = [
      { containerName: "log", command: ["l"] },
      { containerName: "web", args: ["w"] },
    ];
    expect(podSpecWith(command, { containers }, { containers: [{ name: "web" }, { name: "log" }] })).toEqual({
      containers: [
        { name: "web", args: ["w"] },
        { name: "log", command: ["l"], args: [] },
      ],
    });
  });

  it("refuses contradicting lists, absent containers and wrong types", () => {
    const message = "cannot set addArgs/delArgs and args at the same time";
    expect(() => started({ args: ["a"], addArgs: ["b"] })).toThrow(message);
    expect(() => started({ args: ["a"], delArgs: [] })).toThrow(message);
    expect(() => started({ containerName: "nope" })).toThrow("container nope not found");
    expect(refused(command, { command: "sh" })).toEqual([": invalid_union"]);
  });
});
