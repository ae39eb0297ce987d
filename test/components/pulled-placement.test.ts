import { describe, expect, it } from "vitest";
import { Application } from "../../components/application";
import { Cluster } from "../../components/cluster";
import { parseDocuments } from "../../model/documents";
import { planDeliveries } from "../../plan/deliveries";
import { record } from "../support/monitor";
import { cluster, registry } from "../support/plan";

const hubApi = { get: async () => undefined, post: async () => undefined, put: async () => undefined };

const APP = `apiVersion: core.oam.dev/v1beta1
kind: Application
metadata: {name: shop, namespace: demo}
spec:
  components:
    - {name: config, type: raw, properties: {apiVersion: v1, kind: ConfigMap, metadata: {name: config}}}
    - {name: key, type: raw, properties: {apiVersion: v1, kind: Secret, metadata: {name: key}, stringData: {a: PLANTED}}}
  policies:
    - {name: all, type: topology, properties: {clusters: [new, c2]}}
`;

/** Delivers to two clusters that pull, one of which was called `old` before. */
function deliver() {
  const { documents } = parseDocuments([{ file: "app.yaml", text: APP }]);
  const names = new Map([
    ["new", "old"],
    ["c2", "c2"],
  ]);
  const pull = { clusters: names, health: "workload", allowSecrets: true, owner: "test" } as const;
  const all = registry(cluster("new"), cluster("c2"));
  const [planned] = planDeliveries(documents, all, { order: "barrier", createNamespaces: true, pull });
  if (planned === undefined) throw new Error("nothing was planned");
  return record(() => {
    const hub = new Cluster("local", { kubeconfig: "hub" });
    const pulling = Object.fromEntries(
      [...names].map(([clusterName, first]) => {
        const previousNames = clusterName === first ? [] : [first];
        return [clusterName, { clusterName, previousNames, hub, hubApi, after: [] }];
      }),
    );
    new Application("demo/shop", { graph: planned.graph, clusters: {}, pulling });
  });
}

describe("an Application in clusters that pull", () => {
  it("needs one provider however many they are", async () => {
    const all = await deliver();
    expect(all.filter(({ type }) => type === "pulumi:providers:kubernetes").map(({ name }) => name)).toEqual(["local"]);
    const works = all.filter(({ type }) => type.endsWith(":ManifestWork"));
    expect(works.map(({ name, provider, parent }) => [name, provider, parent]).sort()).toEqual([
      ["c2/demo/shop/demo/ManifestWork/config", "local", "demo/shop/c2"],
      ["c2/demo/shop/demo/ManifestWork/key", "local", "demo/shop/c2"],
      ["new/demo/shop/demo/ManifestWork/config", "local", "demo/shop/new"],
      ["new/demo/shop/demo/ManifestWork/key", "local", "demo/shop/new"],
    ]);
  });

  it("stays the same when a cluster is renamed", async () => {
    const all = await deliver();
    const work = all.find(({ name }) => name === "new/demo/shop/demo/ManifestWork/config");
    expect(work?.aliases).toContainEqual({ name: "old/demo/shop/demo/ManifestWork/config" });
    expect(work?.inputs.metadata).toMatchObject({ namespace: "old" });
    const placement = all.find(({ name }) => name === "demo/shop/new");
    expect(placement).toMatchObject({ type: "flotilla:index:PulledPlacement", aliases: [{ name: "demo/shop/old" }] });
  });

  it("keeps the data of Secrets secret", async () => {
    const all = await deliver();
    const work = all.find(({ name }) => name === "c2/demo/shop/demo/ManifestWork/key");
    expect(work?.inputs.spec).toEqual({ secret: expect.objectContaining({ workload: expect.anything() }) });
    expect(work?.additionalSecretOutputs).toContain("spec");
    const others = all.filter(({ name }) => !name.endsWith("/ManifestWork/key"));
    expect(JSON.stringify([others, { ...work, inputs: { ...work?.inputs, spec: {} } }])).not.toContain("PLANTED");
  });

  it("waits for what the agents report", async () => {
    const work = (await deliver()).find(({ type }) => type.endsWith(":ManifestWork"));
    const annotations = { "pulumi.com/waitFor": expect.stringMatching(/^\[".*Applied.*",".*Available.*"\]$/) };
    expect(work?.inputs.metadata).toMatchObject({ annotations });
  });
});
