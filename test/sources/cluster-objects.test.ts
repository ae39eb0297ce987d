import { describe, expect, it } from "vitest";
import { parseDocuments } from "../../model/documents";
import { formatFinding, InputError } from "../../model/findings";
import { withClusterObjects } from "../../sources/cluster-objects";
import type { Clusters } from "../../sources/clusters";
import { cluster, registry } from "../support/plan";

const kubeconfig = JSON.stringify({
  ...{ apiVersion: "v1", kind: "Config", "current-context": "c" },
  clusters: [{ name: "c", cluster: { server: "https://192.0.2.1" } }],
  contexts: [{ name: "c", context: { cluster: "c", user: "u" } }],
  users: [{ name: "u", user: { token: "PLANTED" } }],
});
const data = (text: string) => `{config: ${Buffer.from(text).toString("base64")}}`;
const object =
  "{apiVersion: core.oam.dev/v1beta1, kind: Cluster, metadata: {name: prod, labels: {tier: prod, zone: a}}, spec: {kubeconfigSecretRef: {name: key}}}\n";
const secret = (content = data(kubeconfig)) =>
  `---\n{apiVersion: v1, kind: Secret, metadata: {name: key}, data: ${content}}\n`;

const hub = (found: object | undefined): Clusters => ({
  read: async () => (found === undefined ? { problem: "is nowhere" } : { objects: [found as never] }),
});

async function clustersOf(text: string, known = registry(), credentials: string[] = [], from?: Clusters) {
  const { documents } = parseDocuments([{ file: "clusters.yaml", text }]);
  const joined = credentials.map((name) => ({ cluster: name, kubeconfigFile: "f", previousNames: [] }));
  return withClusterObjects(documents, { registry: known, credentials: joined }, from);
}

async function refusal(...args: Parameters<typeof clustersOf>): Promise<string> {
  try {
    await clustersOf(...args);
  } catch (error) {
    if (error instanceof InputError) return error.findings.map(formatFinding).join("\n");
    throw error;
  }
  throw new Error("expected a refusal");
}

describe("Cluster objects", () => {
  it("are clusters with their labels, and their Secrets are no objects to deliver any more", async () => {
    const found = await clustersOf(object + secret());
    expect(found.registry.clusters.map(({ name, labels }) => [name, labels])).toEqual([
      ["local", {}],
      ["prod", { tier: "prod", zone: "a" }],
    ]);
    expect(found.credentials).toEqual([{ cluster: "prod", kubeconfig, previousNames: [] }]);
    expect(found.documents.objects).toEqual([]);
  });

  it("find their Secret in the hub", async () => {
    const stringData = { config: kubeconfig };
    expect((await clustersOf(object, registry(), [], hub({ stringData }))).credentials).toHaveLength(1);
  });

  it("are reached as the stack's configuration says, whose labels win", async () => {
    const found = await clustersOf(object, registry(cluster("prod", { zone: "b" })), ["prod"]);
    expect(found.credentials).toEqual([{ cluster: "prod", kubeconfigFile: "f", previousNames: [] }]);
    expect(found.registry.clusters[1]?.labels).toEqual({ tier: "prod", zone: "b" });
  });

  it("are refused without a kubeconfig that can be used, at their place and without quoting it", async () => {
    const place = 'clusters.yaml:1:141: error: spec.kubeconfigSecretRef.name: cluster "prod": ';
    expect(await refusal(object)).toBe(
      `${place}Secret "key" of namespace "default" is in none of the files (add it, or join the cluster)`,
    );
    expect(await refusal(object, registry(), [], hub(undefined))).toContain("neither in the files nor in the hub");
    expect(await refusal(object + secret("{other: eA==}"))).toContain('Secret "key" has no field config');
    const broken = await refusal(object + secret(data("{PLANTED: [")));
    expect(broken).toContain(place);
    expect(broken).not.toContain("PLANTED");
  });
});
