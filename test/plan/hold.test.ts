import { describe, expect, it } from "vitest";
import { parseDocuments } from "../../model/documents";
import { type DeliveryHistory, planDeliveries } from "../../plan/deliveries";
import type { GraphNode } from "../../plan/graph-types";
import { revisionOf } from "../../plan/hold";
import { type Inventory, inventoryOf } from "../../plan/inventory";
import { holdWarnings } from "../../plan/warnings";
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

function deliver(
  version: Version,
  approved: Record<string, string> = {},
  before: Inventory = [],
  more: Pick<DeliveryHistory, "terminated" | "restarts" | "waited"> = {},
) {
  const { documents } = parseDocuments([{ file: "app.yaml", text: app(version) }]);
  const history = { approved: { "demo/shop": approved }, delivered: { "demo/shop": before }, ...more };
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
    expect(hold.gates).toMatchObject([
      { step: "prod", digest: digest({ image: "nginx:2" }), approvedDigest: digest({}) },
    ]);
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

describe("a plan that was given up", () => {
  const steps = STEPS.replace("[t3]", "[t3], auto: false");
  const whole = deliver({ steps }).hold.gates[0]?.whole ?? "";
  const terminated = { "demo/shop": { prod: { digest: whole, by: "alice", at: "then" } } };

  it("stays held, and nobody is asked", () => {
    const planned = deliver({ steps }, {}, [], { terminated });
    expect([...planned.hold.steps]).toEqual(["prod", "last"]);
    expect(planned.hold.gates).toMatchObject([{ step: "prod", terminated: { by: "alice", at: "then" } }]);
    expect(holdWarnings([planned])).toMatchObject([
      {
        message:
          'step "prod" of demo/shop was given up by alice at then, and what it holds stays as it was delivered last',
        hint: "ask for it again with: npx flotilla workflow restart demo/shop",
      },
    ]);
  });

  it("is asked for again when anything of it changes, also behind a later approval", () => {
    const behind = steps.replace("[t3]", "[t1]");
    const { gates } = deliver({ steps: behind }, {}, [], { terminated }).hold;
    expect(gates[0]?.digest).toBe(deliver({ steps }).hold.gates[0]?.digest);
    expect(gates[0]?.terminated).toBeUndefined();
  });
});

describe("a workflow that was restarted", () => {
  const restarts = { "demo/shop": "2020-01-01T00:00:00Z" };

  it("asks again for what was approved, held long enough or given up", () => {
    const { digest: approved = "", whole = "" } = deliver({}).hold.gates[0] ?? {};
    const again = deliver({}, { prod: approved }, [], {
      restarts,
      waited: { "demo/shop": { prod: approved } },
      terminated: { "demo/shop": { prod: { digest: whole } } },
    }).hold.gates[0];
    expect(again).toMatchObject({ step: "prod", approvedDigest: approved });
    expect(again?.terminated).toBeUndefined();
    expect(again?.digest).not.toBe(approved);
    expect(deliver({}, { prod: again?.digest ?? "" }, [], { restarts }).hold.gates).toEqual([]);
  });

  it("runs its steps again", () => {
    expect(revisionOf(deliver({}, {}, [], { restarts }).plan)).not.toBe(revisionOf(deliver({}).plan));
  });
});

describe("a step that is held for a time", () => {
  const steps = STEPS.replace(", auto: false", "").replace(
    "      - {name: last",
    "      - {name: wait, type: suspend, properties: {duration: 2h, message: look}}\n      - {name: last",
  );

  it("says how long, and goes on with exactly the plan that was held so long", () => {
    const planned = deliver({ steps });
    const [gate] = planned.hold.gates;
    expect(gate).toMatchObject({ step: "wait", holdSeconds: 7200, message: "look" });
    expect(holdWarnings([planned])[0]?.hint).toMatch(/; without, .* 2h after /);
    const waited = { "demo/shop": { wait: gate?.digest ?? "" } };
    const passed = deliver({ steps }, {}, [], { waited }).hold;
    expect([passed.gates, passed.waited]).toEqual([[], waited["demo/shop"]]);
    expect(deliver({ steps: steps.replace("[t3]", "[t1]") }, {}, [], { waited }).hold.gates).toHaveLength(1);
  });
});
