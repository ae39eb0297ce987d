import { describe, expect, it } from "vitest";
import { parseDocuments } from "../../model/documents";
import { planDeliveries } from "../../plan/deliveries";
import type { GraphNode } from "../../plan/graph-types";
import { type Inventory, inventoryOf } from "../../plan/inventory";
import { cluster, registry } from "../support/plan";

interface Version {
  image?: string;
  /** Names of ConfigMaps that the step `prod` delivers beside the web service. */
  components?: string[];
  steps?: string;
}

const STEPS = `      - {name: test, type: deploy, properties: {policies: [t1]}}
      - {name: prod, type: deploy, properties: {policies: [t2], auto: false}}
      - {name: last, type: deploy, properties: {policies: [t3]}}`;

/** `test` in c1, then `prod` in c2 with an approval, then `last` in c3. */
function app({ image = "nginx:1", components = [], steps = STEPS }: Version = {}): string {
  const maps = components.map(
    (name) =>
      `    - {name: ${name}, type: k8s-objects, properties: {objects: [{apiVersion: v1, kind: ConfigMap, metadata: {name: ${name}}}]}}\n`,
  );
  return `apiVersion: core.oam.dev/v1beta1
kind: Application
metadata: {name: shop, namespace: demo}
spec:
  components:
    - {name: web, type: webservice, properties: {image: "${image}"}}
${maps.join("")}  policies:
    - {name: t1, type: topology, properties: {clusters: [c1]}}
    - {name: t2, type: topology, properties: {clusters: [c2]}}
    - {name: t3, type: topology, properties: {clusters: [c3]}}
  workflow:
    steps:
${steps}`;
}

const options = { order: "barrier", createNamespaces: false } as const;
const clusters = registry(cluster("c1"), cluster("c2"), cluster("c3"));

function deliver(version: Version, approved: Record<string, string> = {}, before: Inventory = []) {
  const { documents } = parseDocuments([{ file: "app.yaml", text: app(version) }]);
  const history = { approved: { "demo/shop": approved }, delivered: { "demo/shop": before } };
  const [planned] = planDeliveries(documents, clusters, { ...options, ...history });
  if (planned === undefined) throw new Error("nothing was planned");
  return planned;
}

/** Digest that approves `prod` of a version. */
function digest(version: Version): string {
  return deliver(version).hold.gates[0]?.digest ?? "";
}

/** The inventory after a version was delivered as a whole. */
function delivered(version: Version): Inventory {
  return inventoryOf(deliver(version, { prod: digest(version) }).graph);
}

/** `object c1/demo/Deployment/web` for each node but markers. */
function shown(nodes: readonly GraphNode[]): string[] {
  return nodes.filter((node) => node.kind !== "marker").map((node) => `${node.kind} ${node.name}`);
}

describe("a step that waits for an approval", () => {
  it("holds itself and what comes after it, and lets the rest go on", () => {
    const { hold, graph } = deliver({});
    expect([...hold.steps]).toEqual(["prod", "last"]);
    expect(hold.gates.map((gate) => gate.step)).toEqual(["prod"]);
    expect(shown(graph.nodes)).toEqual(["object c1/demo/Deployment/web"]);
  });

  it("goes on when exactly this plan was approved", () => {
    const { hold, graph } = deliver({}, { prod: digest({}) });
    expect(hold.gates).toEqual([]);
    expect(shown(graph.nodes)).toHaveLength(3);
  });

  it("keeps what was delivered last exactly as it is, while the steps before it change", () => {
    const { graph } = deliver({ image: "nginx:2" }, { prod: digest({}) }, delivered({}));
    expect(shown(graph.nodes)).toEqual([
      "object c1/demo/Deployment/web",
      "held c2/demo/Deployment/web",
      "held c3/demo/Deployment/web",
    ]);
  });

  it("keeps also what the new version has dropped, but not what steps that go on have dropped", () => {
    const before = delivered({ components: ["cm"] });
    expect(shown(deliver({}, {}, before).graph.nodes)).toEqual([
      "object c1/demo/Deployment/web",
      "held c2/demo/Deployment/web",
      "held c2/demo/ConfigMap/cm",
      "held c3/demo/Deployment/web",
      "held c3/demo/ConfigMap/cm",
    ]);
  });

  it("keeps the order of steps for what it keeps", () => {
    const { graph } = deliver({ image: "nginx:2" }, {}, delivered({}));
    const edges = Object.fromEntries(graph.nodes.map((node) => [node.name, node.dependsOn]));
    expect(edges["c2/demo/Deployment/web"]).toEqual(["demo/shop/step-1"]);
    expect(edges["c3/demo/Deployment/web"]).toEqual(["demo/shop/step-2"]);
  });

  it("carries what it keeps over to the next run", () => {
    const before = delivered({ components: ["cm"] });
    const after = inventoryOf(deliver({}, {}, before).graph);
    expect(new Set(after.map((entry) => entry.name))).toEqual(
      new Set(before.map((entry) => entry.name).filter((name) => name !== "c1/demo/ConfigMap/cm")),
    );
  });

  it("is not approved any more after the plan changed, and says which plan was", () => {
    const { hold } = deliver({ image: "nginx:2" }, { prod: digest({}) });
    expect(hold.gates).toEqual([{ step: "prod", digest: digest({ image: "nginx:2" }), approvedDigest: digest({}) }]);
    expect(digest({ image: "nginx:2" })).not.toBe(digest({}));
  });

  it("stays approved when steps are renamed, because the plan is the same", () => {
    const renamed = STEPS.replace("name: last", "name: final");
    expect(digest({ steps: renamed })).toBe(digest({}));
  });

  it("waits only for the first of two approvals in a row, and an approval reaches only to the next", () => {
    const steps = STEPS.replace("[t3]", "[t3], auto: false");
    const first = deliver({ steps }).hold;
    expect(first.gates.map((gate) => gate.step)).toEqual(["prod"]);
    const second = deliver({ steps }, { prod: first.gates[0]?.digest ?? "" }).hold;
    expect(second.gates.map((gate) => gate.step)).toEqual(["last"]);
    expect([...second.steps]).toEqual(["last"]);
  });

  it("can be a step of its own", () => {
    const steps = STEPS.replace(", auto: false", "").replace(
      "      - {name: prod",
      "      - {name: wait, type: suspend}\n      - {name: prod",
    );
    const { hold } = deliver({ steps });
    expect(hold.gates.map((gate) => gate.step)).toEqual(["wait"]);
    expect([...hold.steps]).toEqual(["wait", "prod", "last"]);
  });

  it("freezes an object that an earlier step takes over from it", () => {
    const before = delivered({}).map((entry) => ({ ...entry, step: entry.cluster === "c1" ? "prod" : entry.step }));
    expect(shown(deliver({ image: "nginx:2" }, {}, before).graph.nodes)[0]).toBe("held c1/demo/Deployment/web");
  });
});
