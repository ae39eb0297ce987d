import { resolve } from "node:path";
import type { MockResourceArgs } from "@pulumi/pulumi/runtime";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { Cluster, type DeliverArgs, deliver } from "../../components";
import { ownStepType } from "../../plan/steps/own-type";
import { type Registration, record } from "../support/monitor";

const application = {
  apiVersion: "core.oam.dev/v1beta1",
  kind: "Application",
  metadata: { name: "shop" },
  spec: {
    components: [{ name: "web", type: "webservice", properties: { image: "nginx" } }],
    policies: [
      { name: "first", type: "topology", properties: { clusters: ["a"] } },
      { name: "rest", type: "topology", properties: { clusterLabelSelector: { tier: "prod" } } },
    ],
  },
};

const clusters = () => [
  new Cluster("a", { kubeconfig: "text" }),
  new Cluster("b", { kubeconfig: "text", labels: { tier: "prod" }, kubernetesVersion: "1.30" }),
];

describe("a program of one's own", () => {
  it.each([
    ["objects", { objects: [application] }],
    ["YAML", { yaml: JSON.stringify(application) }],
  ])("delivers %s to the clusters it has, by name and by label", async (_, documents) => {
    const all = await record(() => deliver({ documents, clusters: clusters() }));
    const delivered = all.filter((one) => one.type === "kubernetes:apps/v1:Deployment");
    expect(delivered.map((one) => [one.name, one.parent, one.provider]).sort()).toEqual([
      ["a/default/Deployment/web", "default/shop/a", "a"],
      ["b/default/Deployment/web", "default/shop/b", "b"],
    ]);
    expect(delivered.find((one) => one.provider === "b")?.dependsOn).toEqual(["default/shop/step-1"]);
  });
});

describe("steps that decide, in a program of one's own", () => {
  const look = ownStepType({ name: "look", description: "Looks", schema: z.strictObject({}), run: async () => ({}) });
  const steps = [
    { name: "ask", type: "look", outputs: [{ name: "open", valueFrom: "open" }] },
    {
      name: "go",
      type: "apply-component",
      properties: { component: "web" },
      inputs: [{ from: "open" }],
      if: "inputs.open",
    },
  ];
  const objects = [{ ...application, spec: { ...application.spec, policies: [], workflow: { steps } } }];
  const all = (more: Partial<DeliverArgs>) => () =>
    deliver({
      documents: { objects },
      clusters: [new Cluster("local", { kubeconfig: "text" })],
      types: { steps: [look] },
      ...more,
    });

  it("need what was delivered before, and the module of own types", async () => {
    await expect(record(all({}))).rejects.toThrow(
      /step "go" of default\/shop is decided during up.*as `delivered`.*\n.*step "ask" is of the type "look" of your own.*as `module`/,
    );
  });

  it("go on when they have told what they found", async () => {
    const ended = (open: boolean) => (args: MockResourceArgs) => {
      const told = args.type === "flotilla:index:Step" ? { phase: "succeeded", values: { open } } : {};
      return { id: args.name, state: { ...args.inputs, ...told } };
    };
    const run = (open: boolean) => record(all({ delivered: {}, module: "types.ts" }), undefined, ended(open));
    const made = await run(true);
    expect(made.find(({ type }) => type === "flotilla:index:Step")?.inputs).toMatchObject({
      ...{ type: "look", module: resolve("types.ts"), place: expect.stringMatching(/^objects\[0\]:1:\d+$/) },
    });
    const deployments = (some: Registration[]) => some.filter(({ type }) => type.endsWith(":Deployment"));
    expect(deployments(made).map(({ name }) => name)).toEqual(["local/default/Deployment/web"]);
    expect(deployments(await run(false))).toEqual([]);
  });
});

describe("a mistake in the documents", () => {
  it("delivers nothing at all", async () => {
    const wrong = { ...application, spec: { ...application.spec, components: [{ name: "web", type: "webserver" }] } };
    const program = () => deliver({ documents: { objects: [wrong] }, clusters: clusters() });
    await expect(record(program)).rejects.toThrow(/^objects\[0\]:.*did you mean "webservice"\?/);
  });
});

describe("clusters that pull, in a program of one's own", () => {
  const policies = [{ name: "all", type: "topology", properties: { clusterLabelSelector: { tier: "edge" } } }];
  const objects = [{ ...application, spec: { ...application.spec, policies } }];
  const edge = ["e1", "e2"].map((name) => ({ name, managedCluster: `hub-${name}`, labels: { tier: "edge" } }));
  const hub = () => new Cluster("local", { kubeconfig: "text" });
  const all = (more: Partial<DeliverArgs>, clusters = [hub]) =>
    record(() =>
      deliver({ documents: { objects }, clusters: clusters.map((make) => make()), pull: { clusters: edge }, ...more }),
    );

  it("are delivered to through the hub alone", async () => {
    const works = (await all({})).filter(({ type }) => type.endsWith(":ManifestWork"));
    const places = works.map(({ provider, inputs }) => [
      provider,
      (inputs.metadata as { namespace: string }).namespace,
    ]);
    expect(places.sort()).toEqual([
      ["local", "hub-e1"],
      ["local", "hub-e2"],
    ]);
  });

  it("need a hub", async () => {
    await expect(all({}, [])).rejects.toThrow('there is no hub among `clusters`: none is named "local"');
  });

  it("share what they pull alike, when somebody knows what they shared before", async () => {
    const pull = { clusters: edge, replicaSets: "fleet" };
    await expect(all({ pull })).rejects.toThrow(/nobody says what they shared before.*deliveredBefore\(\)/s);
    const made = await all({ pull, delivered: {} });
    expect(made.filter(({ type }) => type.endsWith(":ManifestWorkReplicaSet"))).toHaveLength(1);
    expect(made.filter(({ type }) => type.endsWith(":ManifestWork"))).toEqual([]);
    await expect(all({ pull: { ...pull, replicaSets: "No" }, delivered: {} })).rejects.toThrow(
      "of at most 30 characters",
    );
  });
});
