import { describe, expect, it } from "vitest";
import { lifecycle } from "../../../workloads/traits/lifecycle";
import { podSpecWith, refused } from "./harness";

const two = { containers: [{ name: "web" }, { name: "log", tty: true }] };

describe("lifecycle", () => {
  it("gives the hooks to every container", () => {
    const postStart = { exec: { command: ["sh", "-c", "echo"] } };
    const preStop = { tcpSocket: { port: 80, host: "db" } };
    expect(podSpecWith(lifecycle, { postStart, preStop }, two)).toEqual({
      containers: [
        { name: "web", lifecycle: { postStart, preStop } },
        { name: "log", tty: true, lifecycle: { postStart, preStop } },
      ],
    });
  });

  it("takes every property of a request, which is plain HTTP by default", () => {
    const httpGet = { path: "/x", port: 1, host: "h", scheme: "HTTPS", httpHeaders: [{ name: "a", value: "b" }] };
    const properties = { postStart: { httpGet }, preStop: { httpGet: { port: 65535 } } };
    expect(podSpecWith(lifecycle, properties, { containers: [{ name: "web" }] })).toEqual({
      containers: [
        { name: "web", lifecycle: { postStart: { httpGet }, preStop: { httpGet: { port: 65535, scheme: "HTTP" } } } },
      ],
    });
  });

  it("writes an empty lifecycle without hooks, and an empty list without containers", () => {
    expect(podSpecWith(lifecycle, {}, { containers: [{ name: "web" }] })).toEqual({
      containers: [{ name: "web", lifecycle: {} }],
    });
    expect(podSpecWith(lifecycle, {}, {})).toEqual({ containers: [] });
  });

  it("refuses unknown handlers, ports out of range and named ports", () => {
    const preStop = { httpGet: { port: 0, scheme: "FTP" }, tcpSocket: { port: 65536 }, sleep: { seconds: 1 } };
    expect(refused(lifecycle, { postStart: { httpGet: { port: "http" } }, preStop })).toEqual([
      "postStart.httpGet.port: invalid_type",
      "preStop.httpGet.port: too_small",
      "preStop.httpGet.scheme: invalid_value",
      "preStop.tcpSocket.port: too_big",
      "preStop: unrecognized_keys",
    ]);
  });
});
