import { describe, expect, it } from "vitest";
import { statefulset } from "../../../workloads/components/statefulset";
import { podLabels, refused, render } from "./render";

describe("statefulset", () => {
  it("is a StatefulSet, with a Service for its exposed ports", () => {
    const properties = {
      image: "postgres:16",
      args: ["-c"],
      cpu: "1",
      exposeType: "LoadBalancer",
      ports: [
        { port: 80, containerPort: 8080, expose: true, nodePort: 30000 },
        { port: 53, protocol: "SCTP" },
      ],
      annotations: { a: "b" },
      hostAliases: [{ ip: "10.0.0.1" }],
      volumeMounts: { pvc: [{ name: "data", mountPath: "/data", claimName: "db" }] },
    };
    expect(render(statefulset, properties)).toStrictEqual({
      workload: {
        apiVersion: "apps/v1",
        kind: "StatefulSet",
        spec: {
          selector: { matchLabels: { "app.oam.dev/component": "web" } },
          template: {
            metadata: { labels: podLabels, annotations: { a: "b" } },
            spec: {
              containers: [
                {
                  name: "web",
                  image: "postgres:16",
                  args: ["-c"],
                  ports: [
                    { containerPort: 8080, protocol: "TCP", name: "port-8080" },
                    { containerPort: 53, protocol: "SCTP", name: "port-53-sctp" },
                  ],
                  resources: { requests: { cpu: "1" }, limits: { cpu: "1" } },
                  volumeMounts: [{ name: "data", mountPath: "/data" }],
                },
              ],
              hostAliases: [{ ip: "10.0.0.1", hostnames: [] }],
              volumes: [{ name: "data", persistentVolumeClaim: { claimName: "db" } }],
            },
          },
        },
      },
      outputs: {
        statefulsetsExpose: {
          apiVersion: "v1",
          kind: "Service",
          metadata: { name: "web" },
          spec: {
            selector: { "app.oam.dev/component": "web" },
            ports: [{ port: 80, targetPort: 8080, name: "port-8080", protocol: "TCP" }],
            type: "LoadBalancer",
          },
        },
      },
    });
  });

  it("does not know separate limits", () => {
    expect(statefulset.schema.parse({ image: "i", limit: { cpu: "1" } })).not.toHaveProperty("limit");
  });

  it("refuses a missing image, wrong types and unknown choices", () => {
    expect(refused(statefulset, { ports: [{}], exposeType: "ExternalName" })).toStrictEqual([
      "image",
      "ports.0.port",
      "exposeType",
    ]);
  });
});
