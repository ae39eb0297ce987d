import { describe, expect, it } from "vitest";
import { ClusterObject } from "../../components/object";
import type { KubernetesObject } from "../../workloads/types";
import { record } from "../support/monitor";

/** What the engine is asked for when a release is delivered. */
async function registered(spec: KubernetesObject["spec"]) {
  const object = {
    apiVersion: "helm.sh/v3",
    kind: "Release",
    metadata: { name: "r", namespace: "n", labels: { a: "b" } },
    spec,
  };
  const [registration] = await record(() => new ClusterObject("c1/n/Release/r", { object, timeoutSeconds: 7 }));
  return registration;
}

describe("a Helm release", () => {
  it("is the provider's Release, waits as long as everything else, and keeps the password secret", async () => {
    const repositoryOpts = { repo: "https://charts.example", username: "ann", password: "pw" };
    expect(await registered({ chart: "podinfo", values: { a: 1 }, repositoryOpts })).toMatchObject({
      type: "kubernetes:helm.sh/v3:Release",
      inputs: {
        ...{ chart: "podinfo", name: "r", namespace: "n", timeout: 7, values: { a: 1 } },
        repositoryOpts: { repo: "https://charts.example", username: "ann", password: { secret: "pw" } },
      },
    });
  });

  it("has no labels, and its own timeout wins", async () => {
    const { inputs } = (await registered({ chart: "podinfo", timeout: 90 })) ?? {};
    expect(inputs).toStrictEqual({ chart: "podinfo", name: "r", namespace: "n", timeout: 90 });
  });

  it("refuses what a trait for Deployments has put into it", async () => {
    await expect(registered({ chart: "podinfo", replicas: 2 })).rejects.toThrow(
      'the Helm release "r" cannot have replicas',
    );
  });
});
