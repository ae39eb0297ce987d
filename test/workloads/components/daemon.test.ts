import { describe, expect, it } from "vitest";
import { daemon } from "../../../workloads/components/daemon";
import { container, everyVolume, podLabels, podSpec, refused, render } from "./render";

describe("daemon", () => {
  it("is a DaemonSet", () => {
    expect(render(daemon, { image: "agent", labels: { l: "1" } })).toStrictEqual({
      workload: {
        apiVersion: "apps/v1",
        kind: "DaemonSet",
        spec: {
          selector: { matchLabels: { "app.oam.dev/component": "web" } },
          template: {
            metadata: { labels: { l: "1", ...podLabels } },
            spec: { containers: [{ name: "web", image: "agent" }] },
          },
        },
      },
    });
  });

  it("names ports without their protocol, and has no node ports", () => {
    const properties = {
      image: "agent",
      exposeType: "ExternalName",
      ports: [
        { port: 80, expose: true, nodePort: 30080, containerPort: 8080 },
        { port: 53, protocol: "UDP", name: "dns", expose: true },
        { port: 514, protocol: "UDP" },
      ],
    };
    expect(container(daemon, properties).ports).toStrictEqual([
      { containerPort: 80, protocol: "TCP", name: "port-80" },
      { containerPort: 53, protocol: "UDP", name: "dns" },
      { containerPort: 514, protocol: "UDP", name: "port-514" },
    ]);
    expect(render(daemon, properties).outputs).toStrictEqual({
      webserviceExpose: {
        apiVersion: "v1",
        kind: "Service",
        metadata: { name: "web" },
        spec: {
          selector: { "app.oam.dev/component": "web" },
          ports: [
            { port: 80, targetPort: 80, name: "port-80" },
            { port: 53, targetPort: 53, name: "dns" },
          ],
          type: "ExternalName",
        },
      },
    });
  });

  it("takes the deprecated port", () => {
    expect(container(daemon, { image: "i", port: 80 }).ports).toStrictEqual([{ containerPort: 80 }]);
  });

  it("renders volumes; that a directory of the node is read-only has no effect", () => {
    const { volumeMounts, mounts, volumes } = everyVolume;
    const hostPath = [{ name: "h", mountPath: "/h", path: "/var/h", readOnly: true, mountPropagation: "None" }];
    const properties = { image: "i", volumeMounts: { ...volumeMounts, hostPath } };
    expect(container(daemon, properties).volumeMounts).toStrictEqual(mounts);
    expect(podSpec(daemon, properties).volumes).toStrictEqual(volumes);
    expect(daemon.schema.parse(properties)).toMatchObject({ volumeMounts: { hostPath: [{ path: "/var/h" }] } });
  });

  it("refuses a missing image, wrong types and unknown choices", () => {
    expect(refused(daemon, { port: "80", imagePullPolicy: "No", exposeType: "Headless" }).sort()).toStrictEqual([
      "exposeType",
      "image",
      "imagePullPolicy",
      "port",
    ]);
  });
});
