import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../model/json";
import { env } from "../../../workloads/traits/env";
import { podSpecWith, refused } from "./harness";

const secret = { name: "S", valueFrom: { secretKeyRef: { name: "s", key: "k" } } };
const some: JsonObject[] = [{ name: "A", value: "1" }, { name: "B", value: "2" }, secret];

function envWith(properties: JsonObject, before?: JsonObject[]): unknown {
  const web = { name: "web", image: "i", ...(before === undefined ? {} : { env: before }) };
  const { containers } = podSpecWith(env, properties, { containers: [web, { name: "log" }] }) as {
    containers: [{ env?: unknown }, unknown];
  };
  const [{ env: after, ...rest }, other] = containers;
  expect(rest).toEqual({ name: "web", image: "i" });
  expect(other).toEqual({ name: "log" });
  return after;
}

describe("env", () => {
  it("changes values in their place and adds new ones, sorted by name", () => {
    expect(envWith({ env: { D: "4", C: "3", B: "9" } }, some)).toEqual([
      { name: "A", value: "1" },
      { name: "B", value: "9" },
      secret,
      { name: "C", value: "3" },
      { name: "D", value: "4" },
    ]);
  });

  it("replaces a reference by a value", () => {
    expect(envWith({ env: { S: "x" } }, [secret])).toEqual([{ name: "S", value: "x" }]);
  });

  it("unsets variables, also those that it sets itself", () => {
    expect(envWith({ env: { C: "3", D: "4" }, unset: ["A", "C"] }, some)).toEqual([
      { name: "B", value: "2" },
      secret,
      { name: "D", value: "4" },
    ]);
  });

  it("replaces everything", () => {
    expect(envWith({ env: { A: "x", Z: "y" }, unset: ["Z"], replace: true }, some)).toEqual([
      { name: "A", value: "x" },
    ]);
  });

  it("sets variables where there were none, and writes the list also when it is empty", () => {
    expect(envWith({ env: { A: "1" }, unset: ["B"] })).toEqual([{ name: "A", value: "1" }]);
    expect(envWith({})).toEqual([]);
  });

  it("changes several containers", () => {
    const containers = [
      { containerName: "log", env: { A: "1" } },
      { containerName: "web", env: { A: "2" } },
    ];
    expect(podSpecWith(env, { containers }, { containers: [{ name: "web" }, { name: "log" }] })).toEqual({
      containers: [
        { name: "web", env: [{ name: "A", value: "2" }] },
        { name: "log", env: [{ name: "A", value: "1" }] },
      ],
    });
  });

  it("refuses containers that do not exist, and variables without a single value", () => {
    expect(() => envWith({ containerName: "nope" })).toThrow("container nope not found");
    const twice = [
      { name: "A", value: "1" },
      { name: "A", value: "2" },
    ];
    expect(() => envWith({}, twice)).toThrow("environment variable A is set twice");
    expect(
      envWith({}, [
        { name: "A", value: "1" },
        { name: "A", value: "1" },
      ]),
    ).toHaveLength(2);
  });

  it("refuses wrong types", () => {
    expect(refused(env, { env: { A: 1 } })).toEqual([": invalid_union"]);
    expect(refused(env, { unset: null })).toEqual([": invalid_union"]);
  });
});
