import { describe, expect, it } from "vitest";
import { parseDocuments } from "../../../model/documents";
import type { JsonObject } from "../../../model/json";
import { planDeliveries } from "../../../plan/deliveries";
import type { WorkNode } from "../../../plan/graph-types";
import { type Inventory, inventoryOf } from "../../../plan/inventory";
import { usedClusters } from "../../../plan/used-clusters";
import type { PullOptions } from "../../../plan/works/works";
import { cluster, registry } from "../../support/plan";
import { CONFIG, WEB } from "./components";

const clusters = registry(cluster("c1"), cluster("c2"));
const pull: PullOptions = {
  clusters: new Map([
    ["c1", "c1"],
    ["c2", "former-name"],
  ]),
  health: "workload",
  allowSecrets: false,
  owner: "test",
};

interface Version {
  steps?: string;
  policies?: string;
  components?: string;
}

const STEPS = `      - {name: one, type: deploy, properties: {policies: [t1]}}
      - {name: two, type: deploy, properties: {policies: [t2]}}`;

function app({ steps = STEPS, policies = "", components = WEB + CONFIG }: Version): string {
  return `apiVersion: core.oam.dev/v1beta1
kind: Application
metadata: {name: shop, namespace: demo}
spec:
  components:
${components}  policies:
    - {name: t1, type: topology, properties: {clusters: [c1]}}
    - {name: t2, type: topology, properties: {clusters: [c2]}}
${policies}  workflow:
    steps:
${steps}`;
}

function plan(version: Version = {}, options: Partial<PullOptions> = {}, before: Inventory = []) {
  const { documents } = parseDocuments([{ file: "app.yaml", text: app(version) }]);
  const delivered = { "demo/shop": before };
  const all = { order: "barrier", createNamespaces: true, pull: { ...pull, ...options }, delivered } as const;
  const planned = planDeliveries(documents, clusters, all);
  const [first] = planned;
  if (first === undefined) throw new Error("nothing was planned");
  return { planned, graph: first.graph };
}

function works(version: Version = {}, options: Partial<PullOptions> = {}): WorkNode[] {
  return plan(version, options).graph.nodes.filter((node) => node.kind === "work");
}

/** The only work of a plan that delivers one component to one cluster. */
function only(component: string, policies: string, options: Partial<PullOptions> = {}): JsonObject {
  const steps = "      - {name: one, type: deploy, properties: {policies: [t1]}}";
  const [work] = works({ components: component, policies, steps }, options);
  return work?.work.spec as JsonObject;
}

describe("what clusters pull", () => {
  it("is one ManifestWork for each component, in the namespace that the cluster has on the hub", () => {
    const places = works().map(({ name, work }) => [name, work.metadata?.namespace]);
    expect(places).toEqual([
      ["c1/demo/shop/demo/ManifestWork/web", "c1"],
      ["c1/demo/shop/demo/ManifestWork/config", "c1"],
      ["c2/demo/shop/demo/ManifestWork/web", "former-name"],
      ["c2/demo/shop/demo/ManifestWork/config", "former-name"],
    ]);
  });

  it("needs nothing but the hub", () => {
    expect(usedClusters(plan().planned, pull.clusters)).toEqual(["local"]);
  });

  it("needs the hub also for what only the run decides", () => {
    const steps = `      - {name: ask, type: read-object, properties: {apiVersion: v1, kind: ConfigMap, name: c, cluster: c2}, outputs: [{name: o, valueFrom: output.value.data.a}]}
      - {name: one, type: deploy, if: 'inputs.o == "b"', inputs: [{from: o}], properties: {policies: [t1]}}`;
    const pulling = new Map([["c1", "c1"]]);
    const { planned, graph } = plan({ steps }, { clusters: pulling });
    expect(graph.nodes.some(({ kind }) => kind === "work")).toBe(false);
    expect(usedClusters(planned, pulling).sort()).toEqual(["c2", "local"]);
  });

  it("keeps the order of steps", () => {
    const { nodes } = plan().graph;
    const marker = nodes.find(({ kind }) => kind === "marker");
    expect(marker?.dependsOn).toEqual(["c1/demo/shop/demo/ManifestWork/web", "c1/demo/shop/demo/ManifestWork/config"]);
    const second = nodes.filter((node) => node.kind === "work" && node.cluster === "c2");
    expect(second.map(({ dependsOn }) => dependsOn)).toEqual([[marker?.name], [marker?.name]]);
  });

  it("does not depend on steps: renamed, reordered or merged, the same works stay", () => {
    const content = (version: Version) =>
      works(version)
        .map(({ name, work }) => [name, JSON.stringify(work)])
        .sort();
    const renamed = STEPS.replace("one", "uno");
    const merged =
      "      - {name: all, type: deploy, properties: {policies: [t1]}}\n      - {name: two, type: deploy, properties: {policies: [t2]}}";
    const reordered = STEPS.split("\n").reverse().join("\n");
    for (const steps of [renamed, merged, reordered]) expect(content({ steps })).toEqual(content({}));
  });

  it("waits for the version that is applied now, also in the health of workloads", () => {
    const [web, config] = works();
    expect(config?.waitFor).toHaveLength(2);
    expect(web?.waitFor.at(-1)).toContain('@.resourceMeta.kind=="Deployment" && (@.resourceMeta.name=="web" &&');
    const spec = JSON.stringify(web?.work.spec);
    const [digest = "none"] = /(?<="flotilla\/content-digest":")[0-9a-f]{12}(?=")/.exec(spec) ?? [];
    expect(spec).toContain(`== \\"${digest}\\"`);
  });

  it("waits for a changed workload with another digest", () => {
    const [before] = works();
    const [after] = works({ components: WEB.replace("nginx", "nginx:2") });
    expect(JSON.stringify(before?.work)).not.toBe(JSON.stringify(after?.work));
  });

  it("is cut into parts when it is too large for one", () => {
    const half = "x".repeat(250 * 1024);
    const map = (name: string) => `{apiVersion: v1, kind: ConfigMap, metadata: {name: ${name}}, data: {key: ${half}}}`;
    const components = `    - {name: big, type: k8s-objects, properties: {objects: [${map("a")}, ${map("b")}]}}\n`;
    const steps = "      - {name: one, type: deploy, properties: {policies: [t1]}}";
    const names = works({ components, steps }).map(({ name }) => name);
    expect(names).toEqual(["c1/demo/shop/demo/ManifestWork/big", "c1/demo/shop/demo/ManifestWork/big-part-2"]);
  });
});

describe("policies of what clusters pull", () => {
  const rule = (type: string, more = "") =>
    `    - {name: p, type: ${type}, properties: {rules: [{selector: {componentNames: [config]}${more}}]}}\n`;
  const strategy = (spec: JsonObject) =>
    (spec.manifestConfigs as { updateStrategy: JsonObject }[]).map(({ updateStrategy }) => updateStrategy);
  const SET_AGAIN = { type: "ServerSideApply", serverSideApply: { force: true } };

  it("set everything again that somebody changes, but not namespaces", () => {
    const spec = only(CONFIG, "");
    expect(strategy(spec)).toEqual([{ type: "CreateOnly" }, SET_AGAIN]);
    expect(spec.deleteOption).toEqual({
      propagationPolicy: "SelectivelyOrphan",
      selectivelyOrphans: { orphaningRules: [{ group: "", resource: "namespaces", namespace: "", name: "demo" }] },
    });
  });

  it.each([
    ["read-only", "", { type: "ReadOnly" }],
    ["apply-once", ", strategy: {path: ['*']}", { type: "CreateOnly" }],
    [
      "apply-once",
      ", strategy: {path: [data.a]}",
      {
        type: "ServerSideApply",
        serverSideApply: { force: true, ignoreFields: [{ condition: "OnSpokePresent", jsonPaths: [".data.a"] }] },
      },
    ],
  ])("%s%s", (type, more, expected) => {
    const policy = rule(type, more).replace(
      "properties: {",
      type === "apply-once" ? "properties: {enable: true, " : "properties: {",
    );
    expect(strategy(only(CONFIG, policy)).at(-1)).toEqual(expected);
  });

  it("garbage-collect never orphans", () => {
    const spec = only(CONFIG, rule("garbage-collect", ", strategy: never"));
    expect(JSON.stringify(spec.deleteOption)).toContain('"configmaps"');
  });

  it("let a service account of the cluster apply", () => {
    expect(only(CONFIG, "", { executor: { namespace: "robots", name: "ship" } }).executor).toEqual({
      subject: { type: "ServiceAccount", serviceAccount: { namespace: "robots", name: "ship" } },
    });
  });
});

describe("what cannot be pulled", () => {
  const SECRET =
    "    - {name: key, type: raw, properties: {apiVersion: v1, kind: Secret, metadata: {name: key}, stringData: {a: planted}}}\n";

  it("are Secrets, unless somebody says that the hub may have them", () => {
    expect(() => plan({ components: SECRET })).toThrow('Secret "key" cannot be pulled by cluster "c1"');
    expect(() => plan({ components: SECRET })).not.toThrow("planted");
    expect(works({ components: SECRET }, { allowSecrets: true })).toHaveLength(2);
  });

  it("is what steps ask clusters for themselves", () => {
    const steps = `${STEPS}\n      - {name: find, type: collect-service-endpoints}`;
    expect(() => plan({ steps })).toThrow('step "find" asks cluster "c1" itself, which pulls');
    expect(() => plan({ steps }, { clusters: new Map([["c2", "c2"]]) })).toThrow('asks cluster "c2" itself');
    expect(() => plan({ steps }, { clusters: new Map() })).not.toThrow();
  });

  it("is what a cluster has by push, and the other way round", () => {
    const pulled = inventoryOf(plan().graph);
    const pushed = inventoryOf(plan({}, { clusters: new Map() }).graph);
    expect(() => plan({}, {}, pulled)).not.toThrow();
    expect(() => plan({}, {}, pushed)).toThrow('cluster "c1" has objects by delivery: push; pull would delete');
    expect(() => plan({}, { clusters: new Map() }, pulled)).toThrow('cluster "c1" has objects by delivery: pull');
  });
});

describe("a step that waits for an approval", () => {
  it("holds its works", () => {
    const before = inventoryOf(plan().graph);
    const held = STEPS.replace("[t2]", "[t2], auto: false");
    const { nodes } = plan({ steps: held, components: WEB.replace("nginx", "nginx:2") }, {}, before).graph;
    const second = nodes.filter((node) => "cluster" in node && node.cluster === "c2");
    expect(second.map(({ kind, name }) => [kind, name])).toEqual([
      ["held", "c2/demo/shop/demo/ManifestWork/web"],
      ["held", "c2/demo/shop/demo/ManifestWork/config"],
    ]);
    expect(second.every((node) => node.kind === "held" && node.pulled)).toBe(true);
  });
});
