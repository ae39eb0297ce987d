import { describe, expect, it } from "vitest";
import { parseDocuments } from "../../../model/documents";
import { planDeliveries } from "../../../plan/deliveries";
import type { GraphNode } from "../../../plan/graph-types";
import { type Inventory, inventoryOf } from "../../../plan/inventory";
import { clustersByLevel, levelsOf } from "../../../plan/shards/levels";
import { type Part, stayingIn } from "../../../plan/shards/part";
import { planDigest, refusedInShards } from "../../../plan/shards/refuse";
import { cluster, registry } from "../../support/plan";

const map = (name: string) =>
  `    - {name: ${name}, type: k8s-objects, properties: {objects: [{apiVersion: v1, kind: ConfigMap, metadata: {name: ${name}}}]}}\n`;

/** ConfigMaps to c1, then in waves to c2 and c3, then to c1 and c3. */
function app(maps: string[], steps = STEPS, name = "shop"): string {
  return `apiVersion: core.oam.dev/v1beta1
kind: Application
metadata: {name: ${name}, namespace: default}
spec:
  components:
${maps.map(map).join("")}  policies:
    - {name: one, type: topology, properties: {clusters: [c1]}}
    - {name: others, type: topology, properties: {clusters: [c2, c3]}}
    - {name: ends, type: topology, properties: {clusters: [c1, c3]}}
    - {name: a, type: override, properties: {selector: [a]}}
    - {name: b, type: override, properties: {selector: [b]}}
  workflow:
    steps:
${steps}`;
}

const STEPS = `      - {name: first, type: deploy, properties: {policies: [one, a]}}
      - {name: waves, type: deploy, properties: {policies: [others, a], maxConcurrency: 1}}
      - {name: last, type: deploy, properties: {policies: [ends, b]}}
`;

const clusters = registry(cluster("c1"), cluster("c2"), cluster("c3"));
const shards = [["c1", "c2", "c3"]];

function planned(text: string, part?: Part, more: object = {}) {
  const { documents } = parseDocuments([{ file: "app.yaml", text }]);
  return planDeliveries(documents, clusters, { order: "barrier", createNamespaces: true, part, ...more });
}

function inventory(text: string): Inventory {
  return planned(text).flatMap(({ graph }) => inventoryOf(graph));
}

const shown = (nodes: readonly GraphNode[] = []) =>
  nodes.filter(({ kind }) => kind === "object" || kind === "held").map(({ kind, name }) => `${kind} ${name}`);

describe("levels", () => {
  it("are as many for a step as it has waves, one after the other", () => {
    const all = planned(app(["a", "b"]));
    const levels = all.map(({ plan }) => [...levelsOf(plan, "barrier")].map(([name, { top }]) => [name, top]));
    expect(levels).toEqual([
      [
        ["first", 0],
        ["waves", 2],
        ["last", 3],
      ],
    ]);
    expect(clustersByLevel(all, "barrier", shards)).toEqual([["c1"], ["c2"], ["c3"], ["c1", "c3"]]);
  });

  it("are one for all steps of a cluster, with an order for each cluster, but for waves", () => {
    const order = "perCluster";
    const all = planned(app(["a", "b"]), undefined, { order });
    expect(clustersByLevel(all, order, shards)).toEqual([["c1", "c2"], ["c3"]]);
    const [one] = planned(app(["a", "b"]), { level: 0, there: {} }, { order });
    expect(shown(one?.graph.nodes)).toEqual([
      ...["object c1/default/ConfigMap/a", "object c2/default/ConfigMap/a", "object c1/default/ConfigMap/b"],
    ]);
    expect([...(one?.hold.steps ?? [])]).toEqual(["waves", "last"]);
    const alike = STEPS.replace(", maxConcurrency: 1", "");
    expect(clustersByLevel(planned(app(["a", "b"], alike), undefined, { order }), order, shards)).toHaveLength(1);
  });

  it("have nothing in them of what is held", () => {
    const held = STEPS.replace("policies: [ends, b]", "policies: [ends, b], auto: false");
    expect(clustersByLevel(planned(app(["a", "b"], held)), "barrier", shards)).toEqual([["c1"], ["c2"], ["c3"]]);
  });
});

describe("a run that is one of several", () => {
  const before = inventory(app(["a", "b"]));
  const there = { "default/shop": before };

  it("delivers up to its level, and leaves everything else as it is", () => {
    const [one] = planned(app(["a", "b"]), { level: 1, there }, { delivered: there });
    expect(shown(one?.graph.nodes)).toEqual([
      ...["object c1/default/ConfigMap/a", "object c2/default/ConfigMap/a", "held c3/default/ConfigMap/a"],
      ...["held c1/default/ConfigMap/b", "held c3/default/ConfigMap/b"],
    ]);
    expect(one?.dropped).toEqual([]);
    expect([...(one?.hold.steps ?? [])]).toEqual(["waves", "last"]);
  });

  it("ends the waves that it delivers, because the next run begins behind them", () => {
    const soaking = app(["a", "b"], STEPS.replace("maxConcurrency: 1", "maxConcurrency: 1, minSuccessTime: 5m"));
    const ends = (level: number) =>
      planned(soaking, { level, there: {} }).flatMap(({ graph }) =>
        graph.nodes.flatMap((node) => (node.kind === "waveEnd" ? [node.clusters.map(({ name }) => name)] : [])),
      );
    expect([0, 1, 2].map(ends)).toEqual([[], [["c2"]], [["c2"], ["c3"]]]);
  });

  it("creates nothing of later levels, when nothing is there", () => {
    const [one] = planned(app(["a", "b"]), { level: 0, there: {} });
    expect(shown(one?.graph.nodes)).toEqual(["object c1/default/ConfigMap/a"]);
  });

  it("deletes nothing, at its highest level neither, and says what it leaves to the last run", () => {
    const [one] = planned(app(["a", "b"], STEPS.replaceAll("others, a", "others, b")), { level: 3, there });
    expect(shown(one?.graph.nodes).filter((node) => node.startsWith("held"))).toEqual([
      ...["held c2/default/ConfigMap/a", "held c3/default/ConfigMap/a"],
    ]);
    expect(one?.dropped).toEqual(["c2/default/ConfigMap/a", "c3/default/ConfigMap/a"]);
  });

  it("keeps what a failed run has delivered, which no inventory knows", () => {
    const unknown = before.map((entry) => ({ ...entry, step: "" }));
    const [one] = planned(app(["a", "b"]), { level: 0, there: { "": unknown } });
    expect(shown(one?.graph.nodes)).toContain("held c3/default/ConfigMap/b");
    expect(one?.dropped).toEqual([]);
  });

  it("keeps what an Application has that is in no document any more", () => {
    const all = planned(app(["a", "b"], STEPS, "other"), { level: 0, there });
    expect(all.map(({ plan }) => plan.application.name)).toEqual(["other", "shop"]);
    expect(shown(all[1]?.graph.nodes)).toHaveLength(before.length);
    expect(all[1]?.dropped).toHaveLength(before.length);
  });

  it("keeps to a hold as the whole would", () => {
    const held = STEPS.replace("policies: [ends, b]", "policies: [ends, b], auto: false");
    const [whole] = planned(app(["a", "b"], held), undefined, { delivered: there });
    const [one] = planned(app(["a", "b"], held), { level: 2, there }, { delivered: there });
    expect(shown(one?.graph.nodes)).toEqual(shown(whole?.graph.nodes));
    expect(one?.dropped).toEqual([]);
    expect(planDigest([one as NonNullable<typeof one>])).toBe(planDigest([whole as NonNullable<typeof whole>]));
  });

  it("delivers what wins in the end, and not what a later step would change again", () => {
    const twice = STEPS.replace("policies: [ends, b]", "policies: [ends, a]");
    const [one] = planned(app(["a", "b"], twice), { level: 0, there: {} });
    expect(shown(one?.graph.nodes)).toEqual([]);
  });
});

describe("what a stack has that can be left as it is", () => {
  const URN = "urn:pulumi:prod-1::flotilla::flotilla:index:Application$flotilla:index:Placement$kubernetes:core/v1";
  const labels = { "app.oam.dev/name": "shop", "app.oam.dev/namespace": "default" };
  const outputs = new Map<string, unknown>([
    [`${URN}:ConfigMap::old/default/ConfigMap/a`, { metadata: { labels } }],
    [`${URN}:ConfigMap::gone/default/ConfigMap/a`, { metadata: { labels } }],
    [`${URN}:ConfigMap::silent/default/ConfigMap/a`, { metadata: { labels } }],
    ["urn:pulumi:prod-1::flotilla::pulumi:index:Stash::default/shop/waves/w/1", {}],
    [
      "urn:pulumi:prod-1::flotilla::flotilla:index:Application$flotilla:index:Step::default/shop/steps/say",
      { phase: "succeeded" },
    ],
  ]);
  const end = (name: string) => ({
    ...{ name, cluster: "", step: "w", apiVersion: "flotilla.invalid/v1", objectKind: "Marker", objectName: "w-1" },
    retain: false,
  });
  const clusters = [
    { cluster: "new", previousNames: ["old"] },
    { cluster: "silent", previousNames: [] },
  ];

  it("is what is in its state, under the names that clusters have now, without clusters that nobody can reach", () => {
    const delivered = { "default/shop": [end("default/shop/waves/w/1"), end("default/shop/waves/w/2")] };
    const there = stayingIn(outputs, delivered, clusters, new Set(["silent"]));
    expect(Object.entries(there).map(([owner, all]) => [owner, ...all.map(({ name }) => name)])).toEqual([
      ["default/shop", "new/default/ConfigMap/a", "default/shop/waves/w/1", "default/shop/steps/say"],
    ]);
  });
});

describe("what several stacks cannot do", () => {
  it("is refused with its place: a step that counts failures", () => {
    const step = "      - {name: say, type: deploy, properties: {policies: [ends, b], maxFailures: 1}}\n";
    const [finding] = refusedInShards(planned(app(["a", "b"], STEPS + step)));
    expect(finding?.message).toContain('step "say" of default/shop counts failures');
  });

  it("is not what they can do", () => {
    expect(refusedInShards(planned(app(["a", "b"])))).toEqual([]);
  });
});
