import { describe, expect, it } from "vitest";
import { parseDocuments } from "../../model/documents";
import { planDeliveries } from "../../plan/deliveries";
import type { GraphNode } from "../../plan/graph-types";
import { type Inventory, inventoryOf } from "../../plan/inventory";
import { NOTHING_SKIPPED, type Skip } from "../../plan/skip";
import { usedClusters } from "../../plan/used-clusters";
import { undecidedWarnings } from "../../plan/warnings";
import { cluster, registry } from "../support/plan";

/** An Application that delivers ConfigMaps to c1 and c2 in one step, then to c2 in another. */
function app(maps: string[], { name = "shop", more = "" } = {}): string {
  const components = maps.map(
    (map) =>
      `    - {name: ${map}, type: k8s-objects, properties: {objects: [{apiVersion: v1, kind: ConfigMap, metadata: {name: ${name}-${map}}}]}}\n`,
  );
  return `apiVersion: core.oam.dev/v1beta1
kind: Application
metadata: {name: ${name}, namespace: demo}
spec:
  components:
${components.join("")}  policies:
    - {name: all, type: topology, properties: {clusters: [c1, c2]}}
${more}`;
}

const clusters = registry(cluster("c1"), cluster("c2"));

function planned(text: string, skip: Skip = NOTHING_SKIPPED, delivered: Record<string, Inventory> = {}) {
  const { documents } = parseDocuments([{ file: "app.yaml", text }]);
  const options = { order: "barrier", createNamespaces: true, delivered, skip } as const;
  return planDeliveries(documents, clusters, options);
}

/** The inventory of an Application that was delivered everywhere. */
function inventory(text: string): Inventory {
  const [one] = planned(text);
  if (one === undefined) throw new Error("nothing was planned");
  return inventoryOf(one.graph);
}

const inC2 = (entries: Inventory) => entries.filter((entry) => entry.cluster === "c2");

/** `object c1/demo/ConfigMap/shop-a` for each node but markers. */
function shown(nodes: readonly GraphNode[] = []): string[] {
  return nodes.filter((node) => node.kind !== "marker").map((node) => `${node.kind} ${node.name}`);
}

describe("a cluster that is skipped", () => {
  const before = inventory(app(["a", "b"]));
  const skip = { clusters: new Set(["c2"]), there: { "demo/shop": inC2(before) } };

  it("gets nothing at all while it has nothing", () => {
    const none = { clusters: new Set(["c2"]), there: {} };
    const all = planned(app(["a"]), none);
    expect(shown(all[0]?.graph.nodes)).toEqual(["namespace demo/shop/c1/demo", "object c1/demo/ConfigMap/shop-a"]);
    expect(usedClusters(all, undefined, none)).toEqual(["c1"]);
  });

  it("keeps what it has, also what the version has dropped, and gets nothing that is new", () => {
    const all = planned(app(["a", "c"]), skip, { "demo/shop": before });
    expect(shown(all[0]?.graph.nodes)).toEqual([
      "namespace demo/shop/c1/demo",
      "object c1/demo/ConfigMap/shop-a",
      "object c1/demo/ConfigMap/shop-c",
      "held demo/shop/c2/demo",
      "held c2/demo/ConfigMap/shop-a",
      "held c2/demo/ConfigMap/shop-b",
    ]);
    expect(usedClusters(all, undefined, skip)).toEqual(["c1", "c2"]);
  });

  it("is left with the same inventory, so that the next run knows what is there", () => {
    const [one] = planned(app(["c"]), skip, { "demo/shop": before });
    expect(inC2(one === undefined ? [] : inventoryOf(one.graph))).toEqual(inC2(before));
  });

  it("keeps what a failed run has delivered, in the step that would deliver it or else in the first", () => {
    const [known] = inC2(before);
    const unknown = ["shop-c", "shop-gone"].map((objectName) => {
      const name = `c2/demo/ConfigMap/${objectName}`;
      return { ...known, name, step: "", apiVersion: "v1", objectKind: "ConfigMap", objectName, retain: false };
    }) as unknown as Inventory;
    const text = app(["a", "c"]);
    const [one] = planned(text, { clusters: new Set(["c2"]), there: { "": unknown } }, { "demo/shop": before });
    const held = one?.graph.nodes.filter((node) => node.kind === "held") ?? [];
    expect(held.map(({ name, step }) => [name, step])).toEqual([
      ["c2/demo/ConfigMap/shop-c", "deploy-all"],
      ["c2/demo/ConfigMap/shop-gone", "deploy-all"],
    ]);
  });

  it("keeps what an Application has there that is in no document any more", () => {
    const all = planned(app(["x"], { name: "other" }), skip, { "demo/shop": before });
    expect(all.map(({ plan }) => plan.application.name)).toEqual(["other", "shop"]);
    expect(shown(all[1]?.graph.nodes)).toEqual([
      "held demo/shop/c2/demo",
      "held c2/demo/ConfigMap/shop-a",
      "held c2/demo/ConfigMap/shop-b",
    ]);
  });

  it("stops a step that reads there, and what needs what it reads, and nothing else", () => {
    const more = `  workflow:
    steps:
      - {name: read, type: read-object, properties: {cluster: c2, apiVersion: v1, kind: ConfigMap, name: x}, outputs: [{name: v, valueFrom: output.value}]}
      - {name: needs, type: deploy, properties: {policies: [all]}, if: 'inputs["v"] == "1"', inputs: [{from: v}]}
      - {name: free, type: deploy, properties: {policies: [all]}}
`;
    const all = planned(app(["a"], { more }), { clusters: new Set(["c2"]), there: {} });
    expect(Object.fromEntries(all[0]?.decisions ?? [])).toMatchObject({ read: "undecided" });
    expect(all[0]?.open).toContain("needs");
    const [warning] = undecidedWarnings(all, { clusters: new Set(["c2"]), there: {} });
    expect(warning?.message).toBe(
      'step "read" of demo/shop does not run, because a cluster that it reaches is skipped: c2',
    );
  });
});
