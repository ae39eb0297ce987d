import { describe, expect, it } from "vitest";
import { parseDocuments } from "../../../model/documents";
import { planDeliveries } from "../../../plan/deliveries";
import type { ReplicaSetNode, ResourceGraph } from "../../../plan/graph-types";
import { forEachCluster, type Inventory, inventoryOf } from "../../../plan/inventory";
import { renamedInventory } from "../../../plan/renamed-inventory";
import { usedClusters } from "../../../plan/used-clusters";
import type { PullOptions } from "../../../plan/works/works";
import { cluster, registry } from "../../support/plan";
import { CONFIG, WEB } from "./components";

const names = ["c1", "c2", "c3", "c4"];
const pull: PullOptions = {
  clusters: new Map(names.map((name) => [name, `hub-${name}`])),
  ...{
    health: "workload",
    allowSecrets: false,
    owner: "test",
    replicaSets: { namespace: "fleet", timeoutSeconds: 600 },
  },
};

interface Version {
  /** Name of each step, with the clusters that it delivers to. */
  steps: Record<string, string[]>;
  /** What the steps say beside. */
  more?: string;
  components?: string;
  policies?: string;
}

function app({ steps, more = "", components = WEB, policies = "" }: Version): string {
  const all = Object.entries(steps);
  return `apiVersion: core.oam.dev/v1beta1
kind: Application
metadata: {name: shop, namespace: demo}
spec:
  components:
${components}  policies:
${policies}${all.map(([name, clusters]) => `    - {name: t-${name}, type: topology, properties: {clusters: [${clusters}]}}`).join("\n")}
  workflow:
    steps:
${all.map(([name]) => `      - {name: ${name}, type: deploy, properties: {policies: [t-${name}${policies !== "" && name === "own" ? ", changed" : ""}]${more}}}`).join("\n")}
`;
}

function plan(version: Version, before: Inventory = [], options: Partial<PullOptions> = {}) {
  const { documents } = parseDocuments([{ file: "app.yaml", text: app(version) }]);
  const delivered = { "demo/shop": before };
  const all = { order: "barrier", createNamespaces: true, pull: { ...pull, ...options }, delivered } as const;
  const planned = planDeliveries(documents, registry(...names.map((name) => cluster(name))), all);
  const [first] = planned;
  if (first === undefined) throw new Error("nothing was planned");
  return { planned, graph: first.graph };
}

const setsOf = ({ nodes }: ResourceGraph) => nodes.filter((node): node is ReplicaSetNode => node.kind === "replicaSet");
const clustersOf = ({ members }: Pick<ReplicaSetNode, "members">) => members.map((member) => member.cluster);
/** Logical names of the sets with their clusters, and of the ManifestWorks beside them. */
function shape({ graph }: { graph: ResourceGraph }) {
  const sets = setsOf(graph).map((node) => [node.name.split("/").at(-1), clustersOf(node)]);
  return { sets, works: graph.nodes.filter(({ kind }) => kind === "work").map(({ name }) => name) };
}

describe("what several clusters pull alike", () => {
  it("is one ManifestWorkReplicaSet for each component, for just these clusters", () => {
    const { graph, planned } = plan({ steps: { all: ["c1", "c2", "c3"] }, components: WEB + CONFIG });
    expect(shape({ graph })).toEqual({
      sets: [
        ["web-set-1", ["c1", "c2", "c3"]],
        ["config-set-1", ["c1", "c2", "c3"]],
      ],
      works: [],
    });
    const [web] = setsOf(graph);
    expect(web?.placement.spec).toMatchObject({
      clusterSets: ["global"],
      tolerations: [{ operator: "Exists" }],
      predicates: [
        {
          requiredClusterSelector: {
            celSelector: { celExpressions: ['managedCluster.metadata.name in ["hub-c1","hub-c2","hub-c3"]'] },
          },
        },
      ],
    });
    expect(usedClusters(planned, pull.clusters)).toEqual(["local"]);
  });

  it("does not grow with clusters: the state has the same resources for three as for hundreds", () => {
    const few = plan({ steps: { all: ["c1", "c2"] } }).graph.nodes;
    const more = plan({ steps: { all: names } }).graph.nodes;
    expect(more.map(({ name, kind }) => [kind, name])).toEqual(few.map(({ name, kind }) => [kind, name]));
  });

  it("says where each object is, but not on the object", () => {
    const [set] = setsOf(plan({ steps: { all: ["c1", "c2"] } }).graph);
    expect(set?.objects.map(({ metadata }) => metadata?.labels?.["app.oam.dev/cluster"])).toEqual(["c1", "c2"]);
    expect(JSON.stringify(set?.set)).not.toContain("app.oam.dev/cluster");
  });

  it("tells the hub how far each cluster is, without which a rollout would never go on", () => {
    for (const components of [WEB, CONFIG]) {
      const [set] = setsOf(plan({ steps: { all: ["c1", "c2"] }, components }).graph);
      expect(JSON.stringify(set?.set.spec).match(/"condition":"Progressing","type":"CEL"/g)).toHaveLength(1);
    }
  });

  it("stays a ManifestWork where one cluster has it otherwise", () => {
    const policies = "    - {name: changed, type: override, properties: {components: [{name: web, traits: []}]}}\n";
    const same = plan({ steps: { all: ["c1", "c2"], own: ["c3"] }, policies });
    expect(shape(same)).toEqual({ sets: [["web-set-1", ["c1", "c2"]]], works: ["c3/demo/shop/demo/ManifestWork/web"] });
  });

  it("keeps the order of steps and of components", () => {
    const components = `    - {name: web, type: webservice, dependsOn: [config], properties: {image: nginx}}\n${CONFIG}`;
    const { nodes } = plan({ steps: { one: ["c1", "c2"], two: ["c3", "c4"] }, components }).graph;
    const position = (name: string) => nodes.findIndex((node) => node.name.endsWith(name));
    for (const node of nodes)
      for (const name of node.dependsOn) expect(position(name)).toBeLessThan(position(node.name));
    const marker = nodes.find(({ kind }) => kind === "marker")?.name;
    const [config, web, later] = ["config-set-1", "web-set-1", "config-set-2"].map((name) =>
      nodes.find((node) => node.name.endsWith(name)),
    );
    expect(web?.dependsOn).toContain(config?.name);
    expect(later?.dependsOn).toContain(marker);
  });
});

describe("waves", () => {
  const more = ", maxConcurrency: 2, minSuccessTime: 30s, maxFailures: 1";

  it("are the hub's when a step is one ManifestWorkReplicaSet", () => {
    const { graph } = plan({ steps: { all: names, later: ["c1"] }, components: CONFIG, more });
    const [set] = setsOf(plan({ steps: { all: names }, components: CONFIG, more }).graph);
    expect(set).toMatchObject({ minSuccessSeconds: 30, maxFailures: 1 });
    expect(set?.set.spec).toMatchObject({
      placementRefs: [
        {
          rolloutStrategy: {
            type: "Progressive",
            progressive: { maxConcurrency: 2, maxFailures: 1, minSuccessTime: "30s", progressDeadline: "600s" },
          },
        },
      ],
    });
    expect(graph.nodes.some((node) => node.kind === "waveEnd" && node.step === "all")).toBe(false);
  });

  it("stay flotilla's when several components would be rolled out without knowing of each other", () => {
    const { graph } = plan({ steps: { all: names }, components: WEB + CONFIG, more });
    expect(setsOf(graph)).toEqual([]);
    expect(graph.nodes.some(({ kind }) => kind === "waveEnd")).toBe(true);
  });
});

describe("the name of a ManifestWorkReplicaSet", () => {
  const delivered = (version: Version, earlier: Inventory = []) => inventoryOf(plan(version, earlier).graph);
  const nameOf = (version: Version, earlier: Inventory) => shape(plan(version, earlier)).sets;

  it("does not depend on steps", () => {
    const known = delivered({ steps: { one: ["c1", "c2"], two: ["c3", "c4"] } });
    const expected = [
      ["web-set-1", ["c1", "c2"]],
      ["web-set-2", ["c3", "c4"]],
    ];
    expect(nameOf({ steps: { uno: ["c1", "c2"], due: ["c3", "c4"] } }, known)).toEqual(expected);
    expect(nameOf({ steps: { two: ["c3", "c4"], one: ["c1", "c2"] } }, known)).toEqual(expected.reverse());
  });

  it("stays when clusters come, or go for good", () => {
    const known = delivered({ steps: { all: ["c1", "c2", "c3"] } });
    expect(nameOf({ steps: { all: ["c1", "c2", "c4"] } }, known)).toEqual([["web-set-1", ["c1", "c2", "c4"]]]);
  });

  it("changes when a cluster gets the same in another way: it would lose it for a moment", () => {
    const known = delivered({ steps: { all: ["c1", "c2", "c3"] } });
    const version = { steps: { one: ["c1", "c2"], two: ["c3"] } };
    expect(nameOf(version, known)).toEqual([["web-set-2", ["c1", "c2"]]]);
    expect(nameOf(version, delivered(version, known))).toEqual([["web-set-2", ["c1", "c2"]]]);
  });

  it("is the one of either when steps are merged", () => {
    const known = delivered({ steps: { one: ["c1", "c2"], two: ["c3", "c4"] } });
    expect(nameOf({ steps: { all: names } }, known)).toEqual([["web-set-1", names]]);
  });

  it("is another one for another stack, which may deliver the same Application to other clusters", () => {
    const nameFor = (owner: string) => {
      return setsOf(plan({ steps: { all: names } }, [], { owner }).graph)[0]?.set.metadata?.name;
    };
    expect(nameFor("staging")).not.toBe(nameFor("prod"));
  });

  it("fits into the label that the hub makes of it", () => {
    const components = `    - {name: ${"long-".repeat(12)}end, type: webservice, properties: {image: nginx}}\n`;
    const replicaSets = { namespace: "n".repeat(30), timeoutSeconds: 1 };
    const [set] = setsOf(plan({ steps: { all: names }, components }, [], { replicaSets }).graph);
    const { namespace, name } = set?.set.metadata ?? {};
    expect(`${namespace}.${name}`.length).toBeLessThanOrEqual(63);
  });
});

describe("the inventory", () => {
  const known = inventoryOf(plan({ steps: { all: ["c1", "c2"] } }).graph);

  it("knows what each cluster has", () => {
    const works = known.flatMap(forEachCluster).filter(({ objectKind }) => objectKind === "ManifestWork");
    expect(works.map(({ cluster, namespace, pulled }) => [cluster, namespace, pulled])).toEqual([
      ["c1", "hub-c1", true],
      ["c2", "hub-c2", true],
    ]);
  });

  it("goes with the names of clusters", () => {
    const renamed = renamedInventory(known, [{ cluster: "new", previousNames: ["c1"] }]);
    expect(renamed.flatMap(({ shared }) => shared?.members.map(({ cluster }) => cluster) ?? [])).toEqual(["new", "c2"]);
  });

  it("keeps clusters from being switched to push while they have something", () => {
    const clusters = new Map([["c2", "hub-c2"]]);
    expect(() => plan({ steps: { all: ["c2"] } }, known, { clusters })).toThrow(
      'cluster "c1" has objects by delivery: pull',
    );
  });
});
