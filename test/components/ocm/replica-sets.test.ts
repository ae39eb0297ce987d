import { describe, expect, it } from "vitest";
import { Application } from "../../../components/application";
import { Cluster } from "../../../components/cluster";
import { parseDocuments } from "../../../model/documents";
import { planDeliveries } from "../../../plan/deliveries";
import type { ResourceGraph } from "../../../plan/graph-types";
import { inventoryOf } from "../../../plan/inventory";
import { record } from "../../support/monitor";
import { cluster, registry } from "../../support/plan";

const hubApi = { get: async () => undefined };
const NAME = "demo/shop/demo/ManifestWorkReplicaSet/key-set-1";
const APP = `apiVersion: core.oam.dev/v1beta1
kind: Application
metadata: {name: shop, namespace: demo}
spec:
  components:
    - {name: key, type: raw, properties: {apiVersion: v1, kind: Secret, metadata: {name: key}, stringData: {a: PLANTED}}}
  policies:
    - {name: all, type: topology, properties: {clusters: [c1, c2]}}
  workflow:
    steps:
      - {name: ask, type: suspend}
      - {name: all, type: deploy, properties: {policies: [all]}}
      - {name: told, type: print-message-in-status, properties: {message: done}}
`;

/** A Secret that two clusters pull alike. */
function graph(approved: boolean, before: ResourceGraph | undefined = undefined): ResourceGraph {
  const { documents } = parseDocuments([{ file: "app.yaml", text: APP }]);
  const clusters = new Map(["c1", "c2"].map((name) => [name, name]));
  const replicaSets = { namespace: "fleet", timeoutSeconds: 600 };
  const pull = { clusters, health: "workload", allowSecrets: true, owner: "test", replicaSets } as const;
  const delivered = before === undefined ? {} : { "demo/shop": inventoryOf(before) };
  const options = { order: "barrier", createNamespaces: true, pull, delivered } as const;
  const all = registry(cluster("c1"), cluster("c2"));
  const plan = (approvals: object) => planDeliveries(documents, all, { ...options, ...approvals })[0];
  const digest = plan({})?.hold.gates[0]?.digest ?? "";
  const planned = plan(approved ? { approved: { "demo/shop": { ask: digest } } } : {});
  if (planned === undefined) throw new Error("nothing was planned");
  return planned.graph;
}

const made = (of: ResourceGraph) =>
  record(() => {
    const hub = new Cluster("local", { kubeconfig: "hub" });
    const pulling = Object.fromEntries(
      ["c1", "c2"].map((clusterName) => [clusterName, { clusterName, previousNames: [], hub, hubApi, after: [] }]),
    );
    new Application("demo/shop", { graph: of, clusters: { local: hub }, pulling });
  });

describe("what several clusters pull alike", () => {
  it("is a Placement, a ManifestWorkReplicaSet and the end of its rollout, one after the other", async () => {
    const all = (await made(graph(true))).filter(({ name }) => name === NAME);
    expect(all.map(({ type }) => type.split(":").at(-1))).toEqual(["Placement", "ManifestWorkReplicaSet", "Rollout"]);
    const [, set, rollout] = all;
    expect(set?.dependsOn).toContain(NAME);
    expect(rollout?.dependsOn).toEqual([NAME]);
    expect(rollout?.inputs).toMatchObject({ members: [{ cluster: "c1" }, { cluster: "c2" }], timeoutSeconds: 600 });
  });

  it("is what later steps wait for", async () => {
    const marker = (await made(graph(true))).find(
      ({ type, dependsOn }) => type.includes("Stash") && dependsOn.includes(NAME),
    );
    expect(marker).toBeDefined();
  });

  it("keeps Secrets secret", async () => {
    const set = (await made(graph(true))).find(({ type }) => type.endsWith(":ManifestWorkReplicaSet"));
    expect(set?.inputs.spec).toEqual({ secret: expect.anything() });
    expect(set?.additionalSecretOutputs).toContain("spec");
  });

  it("stays as it is, all three of it, while its step waits for an approval", async () => {
    const held = (await made(graph(false, graph(true)))).filter(({ name }) => name === NAME);
    expect(held.map(({ type, ignoreChanges }) => [type.split(":").at(-1), ignoreChanges])).toEqual([
      ["Placement", ["*"]],
      ["ManifestWorkReplicaSet", ["*"]],
      ["Rollout", ["*"]],
    ]);
  });
});
