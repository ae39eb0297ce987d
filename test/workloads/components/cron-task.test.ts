import { describe, expect, it } from "vitest";
import { cronTask } from "../../../workloads/components/cron-task";
import { everyVolume, podLabels, refused, render } from "./render";

const minimal = { image: "bash", schedule: "0 0 * * *" };

describe("cron-task", () => {
  it("is a CronJob with the defaults", () => {
    expect(render(cronTask, minimal)).toStrictEqual({
      workload: {
        apiVersion: "batch/v1",
        kind: "CronJob",
        spec: {
          schedule: "0 0 * * *",
          concurrencyPolicy: "Allow",
          suspend: false,
          successfulJobsHistoryLimit: 3,
          failedJobsHistoryLimit: 1,
          jobTemplate: {
            metadata: { labels: podLabels },
            spec: {
              parallelism: 1,
              completions: 1,
              backoffLimit: 6,
              template: {
                metadata: { labels: podLabels },
                spec: { restartPolicy: "Never", containers: [{ name: "web", image: "bash" }] },
              },
            },
          },
        },
      },
    });
  });

  it.each([
    [24, "batch/v1beta1"],
    [25, "batch/v1"],
  ])("on Kubernetes 1.%i is of version %s", (minor, apiVersion) => {
    expect(render(cronTask, minimal, { clusterVersion: { major: 1, minor } }).workload.apiVersion).toBe(apiVersion);
  });

  it("renders every property", () => {
    const properties = {
      image: "img:1",
      schedule: "*/5 * * * *",
      startingDeadlineSeconds: 10,
      suspend: true,
      concurrencyPolicy: "Forbid",
      successfulJobsHistoryLimit: 1,
      failedJobsHistoryLimit: 2,
      count: 2,
      restart: "OnFailure",
      ttlSecondsAfterFinished: 60,
      activeDeadlineSeconds: 30,
      backoffLimit: 0,
      labels: { l: "1" },
      annotations: { an: "1" },
      cmd: ["run"],
      hostAliases: [{ ip: "10.0.0.1", hostnames: ["a"], comment: "x" }],
      volumeMounts: everyVolume.volumeMounts,
      livenessProbe: { exec: { command: ["x"] } },
    };
    const metadata = { labels: { l: "1", ...podLabels }, annotations: { an: "1" } };
    expect(render(cronTask, properties).workload.spec).toStrictEqual({
      schedule: "*/5 * * * *",
      concurrencyPolicy: "Forbid",
      suspend: true,
      successfulJobsHistoryLimit: 1,
      failedJobsHistoryLimit: 2,
      startingDeadlineSeconds: 10,
      jobTemplate: {
        metadata,
        spec: {
          parallelism: 2,
          completions: 2,
          ttlSecondsAfterFinished: 60,
          activeDeadlineSeconds: 30,
          backoffLimit: 0,
          template: {
            metadata,
            spec: {
              restartPolicy: "OnFailure",
              containers: [{ name: "web", image: "img:1", command: ["run"], volumeMounts: everyVolume.mounts }],
              hostAliases: [{ ip: "10.0.0.1", hostnames: ["a"] }],
              volumes: everyVolume.volumes,
            },
          },
        },
      },
    });
  });

  it("refuses what is missing, wrong types and unknown choices", () => {
    expect(refused(cronTask, { suspend: "no", concurrencyPolicy: "Wait", backoffLimit: null }).sort()).toStrictEqual([
      "backoffLimit",
      "concurrencyPolicy",
      "image",
      "schedule",
      "suspend",
    ]);
  });
});
