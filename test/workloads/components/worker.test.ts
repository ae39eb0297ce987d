import { describe, expect, it } from "vitest";
import { worker } from "../../../workloads/components/worker";
import { container, everyVolume, podLabels, podSpec, refused, render } from "./render";

describe("worker", () => {
  it("is a Deployment", () => {
    expect(render(worker, { image: "busybox", cmd: ["sleep"], imagePullSecrets: ["reg"] })).toStrictEqual({
      workload: {
        apiVersion: "apps/v1",
        kind: "Deployment",
        spec: {
          selector: { matchLabels: { "app.oam.dev/component": "web" } },
          template: {
            metadata: { labels: podLabels },
            spec: {
              containers: [{ name: "web", image: "busybox", command: ["sleep"] }],
              imagePullSecrets: [{ name: "reg" }],
            },
          },
        },
      },
    });
  });

  it("renders volumes, resources and probes", () => {
    const { volumeMounts, mounts, volumes } = everyVolume;
    const properties = {
      image: "i",
      cpu: "1",
      memory: "1Gi",
      volumeMounts,
      livenessProbe: { exec: { command: ["x"] } },
    };
    expect(podSpec(worker, properties).volumes).toStrictEqual(volumes);
    expect(container(worker, properties)).toStrictEqual({
      name: "web",
      image: "i",
      resources: { requests: { cpu: "1", memory: "1Gi" }, limits: { cpu: "1", memory: "1Gi" } },
      volumeMounts: mounts,
      livenessProbe: {
        exec: { command: ["x"] },
        initialDelaySeconds: 0,
        periodSeconds: 10,
        timeoutSeconds: 1,
        successThreshold: 1,
        failureThreshold: 3,
      },
    });
  });

  it("does not know ports, labels and arguments", () => {
    const properties = { image: "i", ports: [{ port: 80, expose: true }], labels: { a: "b" }, args: ["a"] };
    expect(render(worker, properties)).toStrictEqual(render(worker, { image: "i" }));
  });

  it("takes any pull policy, but neither host nor scheme of a probe", () => {
    expect(container(worker, { image: "i", imagePullPolicy: "Whenever" }).imagePullPolicy).toBe("Whenever");
    const httpGet = { path: "/", port: 80 };
    expect(refused(worker, { image: "i", livenessProbe: { httpGet } })).toStrictEqual([]);
    expect(refused(worker, { image: "i", livenessProbe: { httpGet: { ...httpGet, host: "h" } } })).toStrictEqual([
      "livenessProbe.httpGet",
    ]);
  });

  it("refuses wrong types and a missing image", () => {
    expect(refused(worker, { cmd: "sleep" })).toStrictEqual(["image", "cmd"]);
    expect(refused(worker, { image: "i", memory: 512 })).toStrictEqual(["memory"]);
  });
});
