import { CustomResource, secret } from "@pulumi/pulumi";
import { beforeAll, describe, expect, it } from "vitest";
import { Application } from "../../components/application";
import { Cluster } from "../../components/cluster";
import type { GraphNode, ResourceGraph } from "../../plan/graph-types";
import type { KubernetesObject } from "../../workloads/types";
import { type Registration, record } from "../support/monitor";

const object = (apiVersion: string, kind: string, rest: Partial<KubernetesObject> = {}): KubernetesObject => ({
  apiVersion,
  kind,
  metadata: { name: "web", namespace: "prod" },
  ...rest,
});
const node = (cluster: string, made: KubernetesObject, dependsOn: string[]): GraphNode => ({
  kind: "object",
  step: "deploy",
  name: `${cluster}/prod/${made.kind}/web`,
  cluster,
  object: made,
  handling: { retain: false, takeOver: false, shared: false, readOnly: false, leave: [], orphan: false },
  dependsOn,
});
const namespaceName = (cluster: string) => `default/shop/${cluster}/prod`;
const namespace = (cluster: string, dependsOn: string[] = []): GraphNode => ({
  kind: "namespace",
  step: "deploy",
  name: namespaceName(cluster),
  cluster,
  namespace: "prod",
  dependsOn,
});
const deployment = object("apps/v1", "Deployment", { spec: { replicas: 1 } });

const graph: ResourceGraph = {
  application: { name: "shop", namespace: "default" },
  nodes: [
    namespace("a"),
    node("a", deployment, [namespaceName("a")]),
    node("a", object("v1", "Secret", { stringData: { token: "hidden" } }), [namespaceName("a")]),
    { kind: "marker", name: "default/shop/step-1", dependsOn: ["a/prod/Deployment/web", "a/prod/Secret/web"] },
    namespace("b", ["default/shop/step-1"]),
    node("b", deployment, [namespaceName("b"), "default/shop/step-1"]),
    node("b", object("v1", "Service"), [namespaceName("b"), "default/shop/step-1"]),
    {
      kind: "marker",
      name: "default/shop/step-2/b",
      dependsOn: ["b/prod/Deployment/web", "b/prod/Service/web", "default/shop/step-1"],
    },
  ],
};

class Machine extends CustomResource {
  constructor(name: string) {
    super("test:index:Machine", name);
  }
}

describe("an Application in two clusters", () => {
  let all: Registration[];
  const named = (name: string) => all.find((one) => one.name === name);

  beforeAll(async () => {
    all = await record(() => {
      const clusters = {
        a: new Cluster("a", { kubeconfig: "kubeconfig of a" }),
        b: new Cluster("b", {
          kubeconfig: "kubeconfig of b",
          previousNames: ["oldest", "old"],
          deletedWith: new Machine("machine"),
        }),
        idle: new Cluster("idle", { kubeconfig: "kubeconfig of idle" }),
      };
      const checked = new Set(["a/prod/Deployment/web"]);
      return new Application("default/shop", { graph, clusters, checked, timeoutSeconds: 60 });
    });
  });

  it("is one component, one placement for each cluster it reaches, and the nodes of the graph", () => {
    const made = all.filter((one) => !/Cluster$|:kubernetes$|Machine$/.test(one.type));
    expect(made.map((one) => [one.type, one.name, one.parent]).sort()).toEqual([
      ["flotilla:index:Application", "default/shop", ""],
      ["flotilla:index:Placement", "default/shop/a", "default/shop"],
      ["flotilla:index:Placement", "default/shop/b", "default/shop"],
      ["kubernetes:apps/v1:Deployment", "a/prod/Deployment/web", "default/shop/a"],
      ["kubernetes:apps/v1:Deployment", "b/prod/Deployment/web", "default/shop/b"],
      ["kubernetes:core/v1:Namespace", namespaceName("a"), "default/shop/a"],
      ["kubernetes:core/v1:Namespace", namespaceName("b"), "default/shop/b"],
      ["kubernetes:core/v1:Secret", "a/prod/Secret/web", "default/shop/a"],
      ["kubernetes:core/v1:Service", "b/prod/Service/web", "default/shop/b"],
      ["pulumi:index:Stash", "default/shop/step-1", "default/shop"],
      ["pulumi:index:Stash", "default/shop/step-2/b", "default/shop"],
    ]);
  });

  it("waits exactly as the graph says and for the machine, and no component waits for anything", () => {
    const waiting = all.filter((one) => one.dependsOn.length > 0).map((one) => [one.name, one.dependsOn]);
    const machine = (node: GraphNode) => ("cluster" in node && node.cluster === "b" ? ["machine"] : []);
    const expected = graph.nodes
      .map((node) => [node.name, [...node.dependsOn, ...machine(node)].sort()] as const)
      .filter(([, waits]) => waits.length > 0);
    expect(waiting.sort()).toEqual(expected.sort());
  });

  it("reaches every cluster through that cluster's own provider", () => {
    const reached = all.filter((one) => /^kubernetes:/.test(one.type));
    expect(reached).toHaveLength(6);
    for (const one of reached) expect(one.provider, one.name).toBe(one.parent.split("/")[2]);
  });

  it("never deletes a namespace", () => {
    expect(all.filter((one) => one.retainOnDelete).map((one) => one.name)).toEqual([
      namespaceName("a"),
      namespaceName("b"),
    ]);
  });

  it("keeps a Secret's data secret on the way in and out", () => {
    expect(named("a/prod/Secret/web")).toMatchObject({
      inputs: { stringData: { secret: { token: "hidden" } } },
      additionalSecretOutputs: ["data", "stringData"],
    });
  });

  it("takes over what a renamed cluster had under its earlier names", () => {
    const renamed = all.filter((one) => /(^|\/)b(\/|$)/.test(one.name));
    expect(Object.fromEntries(renamed.map((one) => [`${one.type} ${one.name}`, one.aliases]))).toEqual({
      "flotilla:index:Cluster b": [{ name: "oldest" }, { name: "old" }],
      "pulumi:providers:kubernetes b": [{ name: "oldest" }, { name: "old" }],
      "flotilla:index:Placement default/shop/b": [{ name: "default/shop/oldest" }, { name: "default/shop/old" }],
      "kubernetes:core/v1:Namespace default/shop/b/prod": [
        { name: namespaceName("oldest") },
        { name: namespaceName("old") },
      ],
      "kubernetes:apps/v1:Deployment b/prod/Deployment/web": [
        { name: "oldest/prod/Deployment/web" },
        { name: "old/prod/Deployment/web" },
      ],
      "pulumi:index:Stash default/shop/step-2/b": [
        { name: "default/shop/step-2/oldest" },
        { name: "default/shop/step-2/old" },
      ],
      "kubernetes:core/v1:Service b/prod/Service/web": [
        { name: "oldest/prod/Service/web" },
        { name: "old/prod/Service/web" },
      ],
    });
    expect(named("a/prod/Deployment/web")?.aliases).toEqual([]);
  });

  it("dies with the machine that its cluster runs on, where there is one", () => {
    const tied = all.filter((one) => one.deletedWith === "machine").map((one) => one.name);
    expect(tied.sort()).toEqual(["b/prod/Deployment/web", "b/prod/Service/web", namespaceName("b")]);
    expect(named("a/prod/Deployment/web")?.deletedWith).toBe("");
  });

  it("sets back what somebody changed only in objects that are known to be its own", () => {
    const forced = all.filter((one) => JSON.stringify(one.inputs).includes('"pulumi.com/patchForce":"true"'));
    expect(forced.map((one) => one.name)).toEqual(["a/prod/Deployment/web"]);
  });

  it("passes timeouts to the objects and gives every marker the same content", () => {
    expect(named("a/prod/Deployment/web")?.timeouts).toEqual({ create: "60s", update: "60s" });
    expect(named("default/shop/step-1")?.inputs).toEqual({ input: "done" });
    expect(named("default/shop/step-2/b")?.inputs).toEqual({ input: "done" });
  });
});

it("lets a step reach a cluster that nothing is delivered to, which gets no provider", async () => {
  const run = { type: "look", properties: {}, outputs: [], context: {}, secretOutputs: false, mayFail: false };
  const step: GraphNode = {
    ...{ kind: "step", name: "default/shop/steps/look", step: "look", run, place: {}, secret: false, dependsOn: [] },
    clusters: ["a", "far"],
  };
  const all = await record(() => {
    const clusters = { a: new Cluster("a", { kubeconfig: "kubeconfig of a" }) };
    const reached = { far: { access: secret({ kubeconfig: "kubeconfig of far" }) } };
    new Application("default/shop", { graph: { ...graph, nodes: [step] }, clusters, reached });
  });
  expect(all.find(({ type }) => type === "flotilla:index:Step")?.inputs.clusters).toEqual({
    secret: { a: { kubeconfig: "kubeconfig of a" }, far: { kubeconfig: "kubeconfig of far" } },
  });
  expect(all.flatMap(({ type, name }) => (type.startsWith("pulumi:providers:") ? [name] : []))).toEqual(["a"]);
});

it("names the cluster that a graph needs and nobody gave", async () => {
  const program = () => new Application("default/lost", { graph, clusters: {} });
  await expect(record(program)).rejects.toThrow('delivers to cluster "a", which is not among its clusters');
});
