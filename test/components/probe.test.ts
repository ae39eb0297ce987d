import { describe, expect, it } from "vitest";
import { probe } from "../../components/probe";

/** A cluster that says its version and allows to create what is named. */
function cluster(version: unknown, allowed: string[]) {
  return {
    get: async () => version,
    post: async (_path: string, review: object) => {
      const { spec } = review as { spec: { resourceAttributes: { group: string; resource: string; verb: string } } };
      const { group, resource, verb } = spec.resourceAttributes;
      return { status: { allowed: allowed.includes(`${verb} ${group}/${resource}`) } };
    },
  };
}

describe("a probe", () => {
  it.each([
    [["create /namespaces", "create apps/deployments"], { namespaces: true, deployments: true }],
    [["create apps/deployments"], { namespaces: false, deployments: true }],
    [[], { namespaces: false, deployments: false }],
  ])("with the right to %j finds out what may be created", async (allowed, expected) => {
    const found = await probe(cluster({ gitVersion: "v1.30.4" }, allowed));
    expect(found).toMatchObject({ version: "v1.30.4", ...expected });
    expect(found.latencyMs).toBeGreaterThanOrEqual(0);
  });

  it.each([undefined, "<html>", {}])("refuses what answers %j", async (answer) => {
    await expect(probe(cluster(answer, []))).rejects.toThrow("no Kubernetes API server");
  });
});
