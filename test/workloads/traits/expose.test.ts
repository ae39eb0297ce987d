import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../model/json";
import { expose } from "../../../workloads/traits/expose";
import { applyTrait, refused } from "./harness";

function specOf(properties: JsonObject) {
  return applyTrait(expose, properties).outputs?.service?.spec;
}

const selector = { "app.oam.dev/component": "web" };

describe("expose", () => {
  it("adds a Service with named ports", () => {
    const ports = [{ port: 80 }, { port: 53, protocol: "UDP" }, { port: 9, name: "mine", nodePort: 30009 }];
    expect(applyTrait(expose, { ports })).toEqual({
      outputs: {
        service: {
          apiVersion: "v1",
          kind: "Service",
          metadata: { name: "web", annotations: {} },
          spec: {
            selector,
            ports: [
              { name: "port-80", port: 80, targetPort: 80, protocol: "TCP" },
              { name: "port-53-udp", port: 53, targetPort: 53, protocol: "UDP" },
              { name: "mine", port: 9, targetPort: 9, protocol: "TCP" },
            ],
            type: "ClusterIP",
          },
        },
      },
    });
  });

  it("takes every property", () => {
    const properties = {
      ...{ ports: [{ port: 90, nodePort: 30090 }], type: "NodePort" },
      ...{ annotations: { a: "b" }, matchLabels: { x: "y" } },
    };
    const service = applyTrait(expose, properties).outputs?.service;
    expect(service?.metadata).toEqual({ name: "web", annotations: { a: "b" } });
    expect(service?.spec).toEqual({
      selector: { x: "y" },
      ports: [{ name: "port-90", port: 90, targetPort: 90, nodePort: 30090, protocol: "TCP" }],
      type: "NodePort",
    });
  });

  it("knows the older list of numbers, which `ports` wins over", () => {
    expect(specOf({ port: [80, 443] })).toEqual({
      selector,
      ports: [
        { name: "port-80", port: 80, targetPort: 80 },
        { name: "port-443", port: 443, targetPort: 443 },
      ],
      type: "ClusterIP",
    });
    expect(specOf({ port: [80], ports: [] })).toEqual({ selector, ports: [], type: "ClusterIP" });
  });

  it("says no ports when there are none", () => {
    expect(specOf({ type: "LoadBalancer" })).toEqual({ selector, type: "LoadBalancer" });
  });

  it("refuses wrong types", () => {
    expect(refused(expose, { port: 80, ports: [{}], type: "None" })).toEqual([
      "port: invalid_type",
      "ports.0.port: invalid_type",
      "type: invalid_value",
    ]);
  });
});
