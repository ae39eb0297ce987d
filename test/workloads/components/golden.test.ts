import { describe, expect, it } from "vitest";
import { comparisons, type GoldenCase, goldenCases } from "./golden";

const sample: GoldenCase = {
  name: "sample",
  documents: `
kind: Application
metadata: {name: shop, namespace: prod}
spec:
  components:
    - {name: cron, type: cron-task, properties: {image: bash, schedule: "0 0 * * *"}}
    - {name: scaled, type: worker, properties: {image: i}, traits: [{type: scaler}]}
  policies: [{name: t, type: topology, properties: {clusters: [old]}}]
`,
  clusters: "clusters: [{name: old, kubernetesVersion: v1.24.3}]",
  golden: JSON.stringify({
    steps: [
      {
        manifests: {
          "old/prod": [
            {
              apiVersion: "batch/v1beta1",
              kind: "CronJob",
              metadata: { name: "cron", namespace: "prod", labels: { "app.oam.dev/component": "cron" } },
              spec: {
                concurrencyPolicy: "Allow",
                failedJobsHistoryLimit: 1,
                jobTemplate: {
                  metadata: { labels: { "app.oam.dev/component": "cron", "app.oam.dev/name": "shop" } },
                  spec: {
                    backoffLimit: 6,
                    completions: 1,
                    parallelism: 1,
                    template: {
                      metadata: { labels: { "app.oam.dev/component": "cron", "app.oam.dev/name": "shop" } },
                      spec: { containers: [{ image: "bash", name: "cron" }], restartPolicy: "Never" },
                    },
                  },
                },
                schedule: "0 0 * * *",
                successfulJobsHistoryLimit: 3,
                suspend: false,
              },
            },
          ],
        },
      },
    ],
  }),
};

describe("components render what KubeVela renders", () => {
  const all = [sample, ...goldenCases()].flatMap(comparisons);

  it.each(all.map((comparison) => [comparison.title, comparison] as const))("%s", (_, { rendered, expected }) => {
    expect(rendered).toStrictEqual(expected);
  });

  it("and a difference is noticed", () => {
    const other = { ...sample, golden: sample.golden.replace('"backoffLimit":6', '"backoffLimit":7') };
    const [difference] = comparisons(other);
    expect(difference?.rendered).not.toStrictEqual(difference?.expected);
  });
});
