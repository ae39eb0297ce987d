import { describe, expect, it } from "vitest";
import { configmap } from "../../../workloads/traits/configmap";
import { applyTrait, deployment, podSpecWith, refused } from "./harness";

const volumes = [
  { name: "a", mountPath: "/a", data: { key: "value" } },
  { name: "b", mountPath: "/b", readOnly: true },
];

describe("configmap", () => {
  it("mounts every ConfigMap and creates those that have data", () => {
    expect(applyTrait(configmap, { volumes })).toEqual({
      workload: deployment({
        containers: [
          {
            name: "web",
            image: "nginx:1",
            volumeMounts: [
              { name: "volume-a", mountPath: "/a", readOnly: false },
              { name: "volume-b", mountPath: "/b", readOnly: true },
            ],
          },
        ],
        volumes: [
          { name: "volume-a", configMap: { name: "a" } },
          { name: "volume-b", configMap: { name: "b" } },
        ],
      }),
      outputs: { a: { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" }, data: { key: "value" } } },
    });
  });

  it("mounts into the first of several containers, beside what is mounted there", () => {
    const own = { name: "own", mountPath: "/own" };
    const podSpec = { containers: [{ name: "log", volumeMounts: [own] }, { name: "web" }], volumes: [{ name: "own" }] };
    expect(podSpecWith(configmap, { volumes: [{ name: "a", mountPath: "/a" }] }, podSpec)).toEqual({
      containers: [
        { name: "log", volumeMounts: [own, { name: "volume-a", mountPath: "/a", readOnly: false }] },
        { name: "web" },
      ],
      volumes: [{ name: "own" }, { name: "volume-a", configMap: { name: "a" } }],
    });
  });

  it("refuses data that is no text, and mounts without a path", () => {
    expect(refused(configmap, { volumes: [{ name: "a", data: { port: 80 }, readOnly: "yes" }] })).toEqual([
      "volumes.0.mountPath: invalid_type",
      "volumes.0.readOnly: invalid_type",
      "volumes.0.data.port: invalid_type",
    ]);
  });
});
