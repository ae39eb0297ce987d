import { describe, expect, it } from "vitest";
import { checkProperties } from "../../../model/validate";
import { startupProbe } from "../../../workloads/traits/startup-probe";
import { podSpecWith, refused } from "./harness";

const two = { containers: [{ name: "web" }, { name: "log" }] };

const defaults = {
  initialDelaySeconds: 0,
  periodSeconds: 10,
  timeoutSeconds: 1,
  successThreshold: 1,
  failureThreshold: 3,
};

describe("startup-probe", () => {
  it("probes the container that is named as the component", () => {
    expect(podSpecWith(startupProbe, { httpGet: { path: "/s", port: 80 } }, two)).toEqual({
      containers: [{ name: "web", startupProbe: { ...defaults, httpGet: { path: "/s", port: 80 } } }, { name: "log" }],
    });
  });

  it("takes every property, for another container", () => {
    const probe = {
      ...{ initialDelaySeconds: 5, periodSeconds: 6, timeoutSeconds: 7, successThreshold: 8, failureThreshold: 9 },
      terminationGracePeriodSeconds: 30,
      exec: { command: ["cat", "/ready"] },
      httpGet: { path: "/", port: 1, host: "h", scheme: "HTTPS", httpHeaders: [{ name: "a", value: "b" }] },
      grpc: { port: 9000, service: "health" },
      tcpSocket: { port: "http", host: "db" },
    };
    expect(podSpecWith(startupProbe, { containerName: "log", ...probe }, two)).toEqual({
      containers: [{ name: "web" }, { name: "log", startupProbe: probe }],
    });
  });

  it("takes several containers, each with its own probe", () => {
    const probes = [
      { containerName: "web", tcpSocket: { port: 80 } },
      { containerName: "log", exec: {}, periodSeconds: 2 },
    ];
    expect(podSpecWith(startupProbe, { probes }, two)).toEqual({
      containers: [
        { name: "web", startupProbe: { ...defaults, tcpSocket: { port: 80 } } },
        { name: "log", startupProbe: { ...defaults, exec: { command: [] }, periodSeconds: 2 } },
      ],
    });
  });

  it("refuses containers that do not exist or are not named, at the right place", () => {
    const at = (message: string, path: unknown[]) =>
      expect.objectContaining({ message: expect.stringContaining(message), path });
    expect(() => podSpecWith(startupProbe, { containerName: "db" }, two)).toThrow(
      at("container db not found", ["containerName"]),
    );
    expect(() => podSpecWith(startupProbe, { probes: [{ containerName: "db" }] }, two)).toThrow(
      at("container db not found", ["probes", 0, "containerName"]),
    );
    expect(() => podSpecWith(startupProbe, { probes: [{}] }, two)).toThrow(
      at("containerName must be set", ["probes", 0, "containerName"]),
    );
  });

  it("refuses to contradict what is there", () => {
    const podSpec = { containers: [{ name: "web", startupProbe: { periodSeconds: 1 } }] };
    for (const properties of [{}, { probes: [{ containerName: "web" }] }]) {
      expect(() => podSpecWith(startupProbe, properties, podSpec)).toThrow("startupProbe.periodSeconds");
    }
  });

  it("refuses unknown properties and one probe beside several", () => {
    expect(refused(startupProbe, { seconds: 1, exec: { shell: "sh" } })).toEqual([
      "exec: unrecognized_keys",
      ": unrecognized_keys",
    ]);
    expect(refused(startupProbe, { probes: [], periodSeconds: 1 })).toEqual([": unrecognized_keys"]);
  });

  it.each([
    { httpGet: {} },
    { httpGet: { port: "80" } },
    { grpc: { port: 1.5 } },
    { tcpSocket: { port: true } },
    { exec: { command: "ls" } },
    { periodSeconds: 0.5 },
    { probes: [{ periodSeconds: "1" }] },
  ])("refuses %j", (properties) => {
    expect(refused(startupProbe, properties)).toEqual([": invalid_union"]);
  });

  it("tells what is wrong inside a list, not that there is a list", () => {
    const { findings } = checkProperties(startupProbe.schema, { probes: [{ periodSeconds: "1" }] }, [], []);
    expect(findings).toMatchObject([{ code: "wrong-type", message: expect.stringContaining("periodSeconds") }]);
  });
});
