import { describe, expect, it } from "vitest";
import { task } from "../../../workloads/components/task";
import { podLabels, refused, render } from "./render";

describe("task", () => {
  it("is a Job, named after the Application and the component", () => {
    expect(render(task, { image: "bash" })).toStrictEqual({
      workload: {
        apiVersion: "batch/v1",
        kind: "Job",
        metadata: { name: "shop-web" },
        spec: {
          parallelism: 1,
          completions: 1,
          template: {
            metadata: { labels: podLabels },
            spec: { restartPolicy: "Never", containers: [{ name: "web", image: "bash" }] },
          },
        },
      },
    });
  });

  it("renders every property", () => {
    const properties = {
      image: "img:1",
      count: 3,
      restart: "OnFailure",
      labels: { l: "1" },
      annotations: { an: "1" },
      imagePullPolicy: "IfNotPresent",
      imagePullSecrets: ["reg"],
      cmd: ["run"],
      env: [{ name: "A", value: "" }],
      memory: "1Gi",
      volumes: [{ name: "d", mountPath: "/d" }],
    };
    expect(render(task, properties).workload.spec).toStrictEqual({
      parallelism: 3,
      completions: 3,
      template: {
        metadata: { labels: { l: "1", ...podLabels }, annotations: { an: "1" } },
        spec: {
          restartPolicy: "OnFailure",
          containers: [
            {
              name: "web",
              image: "img:1",
              imagePullPolicy: "IfNotPresent",
              command: ["run"],
              env: [{ name: "A", value: "" }],
              resources: { requests: { memory: "1Gi" }, limits: { memory: "1Gi" } },
              volumeMounts: [{ name: "d", mountPath: "/d" }],
            },
          ],
          imagePullSecrets: [{ name: "reg" }],
          volumes: [{ name: "d", emptyDir: { medium: "" } }],
        },
      },
    });
  });

  it("renders neither probes nor volumeMounts", () => {
    const volumeMounts = { emptyDir: [{ name: "e", mountPath: "/e" }] };
    const properties = { image: "i", volumeMounts, livenessProbe: { exec: { command: ["x"] } } };
    expect(render(task, properties)).toStrictEqual(render(task, { image: "i" }));
  });

  it("refuses a missing image and wrong types", () => {
    expect(refused(task, { count: 1.5, restart: 1 }).sort()).toStrictEqual(["count", "image", "restart"]);
  });
});
