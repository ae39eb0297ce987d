import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { resourceGraph } from "../../plan/graph";
import type { GraphNode, Order } from "../../plan/graph-types";
import { inventoryOf, meansOf } from "../../plan/inventory";
import { planOutput } from "../../plan/output";
import { settlementsOf } from "../../plan/settlements";
import { wavesOf } from "../../plan/waves";
import { cluster, planYaml, refusal, registry } from "../support/plan";

const NONE = { minSuccessTime: "0s", maxFailures: 0 };
const names = (count: number) => Array.from({ length: count }, (_, index) => `c${index + 1}`);

describe("wavesOf", () => {
  it.each([
    { total: 10, maxConcurrency: 4, sizes: [4, 4, 2] },
    { total: 10, maxConcurrency: "25%", sizes: [3, 3, 3, 1] },
    { total: 8, maxConcurrency: "25%", sizes: [2, 2, 2, 2] },
    { total: 3, maxConcurrency: "1%", sizes: [1, 1, 1] },
    { total: 3, maxConcurrency: "100%", sizes: [3] },
    { total: 3, maxConcurrency: 99, sizes: [3] },
    { total: 0, maxConcurrency: 2, sizes: [] },
  ])("makes waves of $sizes of $total clusters with $maxConcurrency", ({ total, maxConcurrency, sizes }) => {
    const waves = wavesOf(names(total), names(total), { ...NONE, maxConcurrency });
    expect(waves?.clusters.map(({ length }) => length)).toEqual(sizes);
  });

  it("rounds failures up too, and knows none without anything said", () => {
    expect(wavesOf(names(5), names(5), { ...NONE, maxFailures: "10%" })?.maxFailures).toBe(1);
    expect(wavesOf(names(5), names(5), { ...NONE, maxFailures: "0%" })).toBeUndefined();
    expect(wavesOf(names(5), names(5), NONE)).toBeUndefined();
  });

  it("goes by the order in which clusters joined, each once", () => {
    const waves = wavesOf(["c2", "local", "c1", "c2"], ["c1", "c2"], { ...NONE, maxConcurrency: 2 });
    expect(waves?.clusters).toEqual([["local", "c1"], ["c2"]]);
  });
});

/** Two components in three clusters, then a ConfigMap in the first one. */
function yaml(properties: string, clusters = "[c3, c2, c1]"): string {
  return `apiVersion: core.oam.dev/v1beta1
kind: Application
metadata: {name: shop, namespace: demo}
spec:
  components:
    - {name: web, type: webservice, properties: {image: nginx}}
    - {name: api, type: webservice, properties: {image: nginx}, dependsOn: [web]}
  policies:
    - {name: all, type: topology, properties: {clusters: ${clusters}}}
    - {name: one, type: topology, properties: {clusters: [c1], namespace: later}}
  workflow:
    steps:
      - {name: first, type: deploy, properties: {policies: [all]${properties && `, ${properties}`}}}
      - {name: last, type: deploy, properties: {policies: [one]}}`;
}

const known = registry(cluster("c1"), cluster("c2"), cluster("c3"));

function nodes(properties: string, order: Order = "barrier", clusters?: string): GraphNode[] {
  const plan = planYaml(yaml(properties, clusters), known);
  return resourceGraph(plan, { order, createNamespaces: false }).nodes;
}

function edges(all: readonly GraphNode[]): Record<string, string[]> {
  return Object.fromEntries(all.map((node) => [node.name, node.dependsOn]));
}

const web = (name: string) => `${name}/demo/Deployment/web`;
const api = (name: string) => `${name}/demo/Deployment/api`;
const end = (wave: number) => `demo/shop/waves/first/${wave}`;

describe("the graph of a step with waves", () => {
  it("lets each wave wait for the end of the one before, and the next step for the last", () => {
    expect(edges(nodes("maxConcurrency: 1"))).toEqual({
      [web("c1")]: [],
      [api("c1")]: [web("c1")],
      [end(1)]: [web("c1"), api("c1")],
      [web("c2")]: [end(1)],
      [api("c2")]: [end(1), web("c2")],
      [end(2)]: [web("c2"), api("c2"), end(1)],
      [web("c3")]: [end(2)],
      [api("c3")]: [end(2), web("c3")],
      "demo/shop/step-1": [web("c3"), api("c3"), end(2)],
      "c1/later/Deployment/web": ["demo/shop/step-1"],
      "c1/later/Deployment/api": ["demo/shop/step-1", "c1/later/Deployment/web"],
    });
  });

  it("ends the last wave too when it has to stay healthy before another step", () => {
    const all = edges(nodes("maxConcurrency: 2, minSuccessTime: 30s"));
    expect(all[end(2)]).toEqual([web("c3"), api("c3"), end(1)]);
    expect(all["demo/shop/step-1"]).toContain(end(2));
  });

  it("does not depend on what may fail, but the next step does", () => {
    const all = edges(nodes("maxConcurrency: 2, maxFailures: 1"));
    expect(all[end(1)]).toEqual([]);
    expect(all[web("c3")]).toEqual([end(1)]);
    const everything = ["c1", "c2", "c3"].flatMap((name) => [web(name), api(name)]);
    expect(all["demo/shop/step-1"]?.sort()).toEqual([...everything, end(1)].sort());
  });

  it("holds waves also with perCluster, where later steps wait only for the cluster's own part", () => {
    const all = edges(nodes("maxConcurrency: 1", "perCluster"));
    expect(all[web("c2")]).toEqual([end(1)]);
    expect(all["demo/shop/step-1/c1"]).toEqual([web("c1"), api("c1")]);
    expect(all["c1/later/Deployment/web"]).toEqual(["demo/shop/step-1/c1"]);
  });

  it("names no object after a wave", () => {
    const objects = (properties: string) =>
      nodes(properties)
        .flatMap((node) => (node.kind === "object" ? [node.name] : []))
        .sort();
    expect(objects("maxConcurrency: 1, minSuccessTime: 5m, maxFailures: 2")).toEqual(objects(""));
  });

  it("keeps every dependency in front, and edges few, however many clusters and waves there are", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 0, max: 3 }), fc.boolean(), (size, fail, soak) => {
        const properties = `maxConcurrency: ${size}, maxFailures: ${fail}, minSuccessTime: ${soak ? "5m" : "0s"}`;
        for (const order of ["barrier", "perCluster"] as const) {
          const all = nodes(properties, order);
          const seen = new Set<string>();
          for (const node of all) {
            for (const name of node.dependsOn) expect(seen).toContain(name);
            seen.add(node.name);
          }
          const count = all.reduce((sum, node) => sum + node.dependsOn.length, 0);
          expect(count).toBeLessThanOrEqual(3 * all.length);
        }
      }),
    );
  });
});

describe("a plan with waves", () => {
  it("says them in its output", () => {
    const plan = planYaml(yaml('maxConcurrency: "60%", minSuccessTime: 5m, maxFailures: 1'), known);
    expect(planOutput(plan).steps[0]).toMatchObject({
      waves: { clusters: [["c1", "c2"], ["c3"]], minSuccessSeconds: 300, maxFailures: 1 },
    });
    expect(planOutput(plan).steps[1]).not.toHaveProperty("waves");
  });

  it.each([
    ["maxConcurrency: 0", "maxConcurrency", "must be at least 1"],
    ["maxConcurrency: 0%", "maxConcurrency", "a number of at least 1 or a percentage such as 25%"],
    ["maxConcurrency: a few", "maxConcurrency", "a number of at least 1 or a percentage such as 25%"],
    ["maxFailures: -1", "maxFailures", "must be at least 0"],
    ["maxFailures: 120%", "maxFailures", "a number of at least 0 or a percentage such as 10%"],
    ["minSuccessTime: soon", "minSuccessTime", "a time such as 30s or 5m"],
  ])("refuses %s with its place and what would be right", (properties, field, right) => {
    const [finding] = refusal(yaml(properties), known);
    expect(finding?.path).toBe(`spec.workflow.steps[0].properties.${field}`);
    expect(finding?.message).toContain(right);
  });

  it("keeps the ends of waves when their step is held, as what they are", () => {
    const plain = inventoryOf({ application: { name: "shop", namespace: "demo" }, nodes: nodes("maxConcurrency: 2") });
    const watched = inventoryOf({
      application: { name: "shop", namespace: "demo" },
      nodes: nodes("maxConcurrency: 2, maxFailures: 1"),
    });
    const means = (all: typeof plain) => all.flatMap((entry) => meansOf(entry) ?? []);
    expect([means(plain), means(watched)]).toEqual([["Marker"], ["WaveEnd"]]);
  });
});

describe("settlementsOf", () => {
  const settled = (properties: string, before?: string[]) => {
    const plan = planYaml(yaml(properties), known);
    const graph = resourceGraph(plan, { order: "barrier", createNamespaces: false });
    const hold = { gates: [], waited: {}, steps: new Set<string>(before === undefined ? [] : ["last"]) };
    return settlementsOf({ plan, graph, hold, decisions: new Map(), open: [] }, before);
  };

  it("is the same for every size of wave, with every cluster of the step", () => {
    const one = settled("maxConcurrency: 1, minSuccessTime: 5m");
    expect(one).toEqual(settled("maxConcurrency: 2"));
    expect(one.map((text) => text.split("/")[0])).toEqual(["c1", "c2", "c3"]);
    expect(settled("")).toEqual([]);
  });

  it("matches what the end of a wave waits for", () => {
    const ends = nodes("maxConcurrency: 2").flatMap((node) => (node.kind === "waveEnd" ? node.clusters : []));
    for (const { name, digest } of ends) expect(settled("maxConcurrency: 1")).toContain(`${name}/${digest}`);
  });

  it("keeps what was known while steps are held", () => {
    expect(settled("", ["c9/known"])).toEqual(["c9/known"]);
  });
});
