import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import type { Json, JsonObject } from "../../model/json";
import { ClusterClient } from "./support/cluster";
import { flotilla } from "./support/flotilla";
import { DEPLOYMENT } from "./support/objects";
import { succeeded } from "./support/outcome";
import { Stack } from "./support/stack";

const namespace = "app-deployment";
const [c1, c2] = [new ClusterClient("c1"), new ClusterClient("c2")];
const NETWORKING = "networking.istio.io/v1beta1";
const VIRTUAL_SERVICE = { apiVersion: NETWORKING, kind: "VirtualService" };

/** A kind that requests are split by, as far as an API server has to know it. */
function definition(kind: string, group = "networking.istio.io", version = "v1beta1") {
  const plural = `${kind.toLowerCase()}s`;
  const schema = { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } };
  return {
    ...{ apiVersion: "apiextensions.k8s.io/v1", kind: "CustomResourceDefinition" },
    metadata: { name: `${plural}.${group}`, annotations: { "api-approved.kubernetes.io": "unapproved, a test" } },
    spec: {
      ...{ group, scope: "Namespaced", names: { kind, plural, singular: kind.toLowerCase() } },
      versions: [{ name: version, served: true, storage: true, schema }],
    },
  };
}

const object = (kind: string, name: string, spec: JsonObject, more: JsonObject = {}): Json => ({
  ...{ apiVersion: "core.oam.dev/v1beta1", kind, metadata: { name, namespace, ...more }, spec },
});

/** The Application, kept as a revision only. */
const shop = (image: string) =>
  object(
    "Application",
    "shop",
    { components: [{ name: "web", type: "webservice", properties: { image, cpu: "100m" } }] },
    { annotations: { "app.oam.dev/revision-only": "true" } },
  );

/** A cluster, and the Secret with its kubeconfig. */
const cluster = ({ name, kubeconfigFile }: ClusterClient): Json[] => [
  object("Cluster", name, { kubeconfigSecretRef: { name: `kubeconfig-${name}` } }, { labels: { only: name } }),
  {
    ...{ apiVersion: "v1", kind: "Secret", metadata: { name: `kubeconfig-${name}` } },
    data: { config: readFileSync(kubeconfigFile).toString("base64") },
  },
];

const revision = (revisionName: string, replicas: number): JsonObject => ({
  revisionName,
  placement: [
    { clusterSelector: { name: "c1" }, distribution: { replicas } },
    { clusterSelector: { labels: { only: "c2" } }, distribution: { replicas } },
  ],
});

const rollout = (appRevisions: JsonObject[], weights: Record<string, number> = {}): Json => {
  const weightedTargets = Object.entries(weights).map(([revisionName, weight]) => ({
    ...{ revisionName, componentName: "web", port: 80, weight },
  }));
  const traffic = { hosts: ["shop.example"], http: [{ weightedTargets }] };
  return object("AppDeployment", "rollout", { appRevisions, ...(weightedTargets.length === 0 ? {} : { traffic }) });
};

/** Names of the clusters that `flotilla cluster list --output json` has printed. */
function shownClusters(text: string): string[] {
  return (JSON.parse(text) as { name: string }[]).map(({ name }) => name);
}

describe("a rollout by the Gateway API", () => {
  const GATEWAY_API = "gateway.networking.k8s.io";
  const HTTP_ROUTE = { apiVersion: `${GATEWAY_API}/v1`, kind: "HTTPRoute" };
  const target = (revisionName: string, weight: number) => ({ revisionName, componentName: "web", port: 80, weight });
  const deployment = object("AppDeployment", "gradual", {
    appRevisions: ["shop-v1", "shop-v2"].map((revisionName) => ({
      ...{ revisionName, placement: [{ clusterSelector: { name: "c1" }, distribution: { replicas: 1 } }] },
    })),
    traffic: {
      ...{ hosts: ["shop.example"], gateways: ["infra/entry"] },
      http: [{ weightedTargets: [target("shop-v1", 0), target("shop-v2", 100)] }],
    },
    rollout: { steps: [{ weights: { "shop-v1": 90, "shop-v2": 10 } }, { weights: { "shop-v1": 50, "shop-v2": 50 } }] },
  });
  let stack: Stack;

  /** Delivers with the approvals that were given, and tells the weights, and what the next approval is about. */
  async function up(approved: Record<string, string>) {
    const approvals = Object.fromEntries(Object.entries(approved).map(([step, digest]) => [step, { digest }]));
    stack.configure({ clusters: [], trafficApi: "gateway-api", approvals: { [`${namespace}/gradual`]: approvals } });
    const { output } = await succeeded(stack.write(...cluster(c1), shop("registry.example/web:2"), deployment).up());
    const { spec } = await c1.expect({ ...HTTP_ROUTE, namespace, name: "gradual" });
    const [, step = "", digest = ""] = /step "(\S+)" of \S+ waits for the approval of plan (\w+)/.exec(output) ?? [];
    return { spec, weights: JSON.stringify(spec).match(/(?<="weight":)\d+/g), step, digest };
  }

  it("shifts the weights of an HTTPRoute with every approval, and not before", async () => {
    await c1.create(definition("HTTPRoute", GATEWAY_API, "v1"));
    stack = (await Stack.create("gradual")).configure({ clusters: [] });
    await succeeded(stack.write(...cluster(c1), shop("registry.example/web:1")).up());

    const first = await up({});
    expect(first.spec).toMatchObject({
      parentRefs: [{ namespace: "infra", name: "entry" }],
      hostnames: ["shop.example"],
      rules: [{ backendRefs: [{ name: "shop-v1-web-80", port: 80 }, { name: "shop-v2-web-80" }] }],
    });
    expect([first.weights, first.step]).toEqual([["90", "10"], "traffic-shop-v1-50-shop-v2-50"]);
    expect((await up({})).weights, "nobody has approved").toEqual(["90", "10"]);

    const approved = { [first.step]: first.digest };
    const second = await up(approved);
    expect([second.weights, second.step]).toEqual([["50", "50"], "traffic-shop-v2-100"]);

    const last = await up({ ...approved, [second.step]: second.digest });
    expect([last.weights, last.step]).toEqual([["0", "100"], ""]);
    await succeeded(stack.preview("--expect-no-changes"));
    await succeeded(stack.destroy());
  });
});

describe("an AppDeployment", () => {
  let stack: Stack;
  const clusters = [c1, c2].flatMap(cluster);

  /** Replicas of each Deployment, and the weights, in both clusters. */
  const state = () =>
    Promise.all(
      [c1, c2].map(async (one) => {
        const deployments = await one.list(DEPLOYMENT, namespace);
        const split = await one.get({ ...VIRTUAL_SERVICE, namespace, name: "rollout" });
        return {
          pods: Object.fromEntries(deployments.map(({ metadata, status }) => [metadata.name, status?.readyReplicas])),
          weights: JSON.stringify(split?.spec ?? "").match(/(?<="weight":)\d+/g),
        };
      }),
    );
  const up = (...documents: Json[]) => succeeded(stack.write(...clusters, ...documents).up());

  beforeAll(async () => {
    for (const one of [c1, c2]) {
      for (const kind of ["VirtualService", "DestinationRule"]) await one.create(definition(kind));
    }
    stack = (await Stack.create("app-deployment")).configure({ clusters: [] });
  });

  it("delivers one revision with two pods to clusters that Cluster objects describe", async () => {
    await up(shop("registry.example/web:1"), rollout([revision("shop-v1", 2)]));
    expect(await state()).toEqual([c1, c2].map(() => ({ pods: { "web-v1": 2 }, weights: null })));
  });

  it("shows such clusters, and what runs there, to those who look", async () => {
    const list = await flotilla(stack, ["cluster", "list", "--output", "json"]);
    expect([list.stderr, shownClusters(list.stdout)]).toEqual(["", ["local", "c2", "c1"]]);
    const probed = await flotilla(stack, ["cluster", "probe", "--output", "json"]);
    expect(JSON.parse(probed.stdout)).toMatchObject(["c1", "c2"].map((name) => ({ cluster: name, reachable: true })));
    const status = await flotilla(stack, ["status", "rollout", "--output", "json"]);
    expect(JSON.parse(status.stdout)).toMatchObject([
      { silent: [], services: ["c1", "c2"].map((name) => ({ cluster: name, health: "healthy" })) },
    ]);
    expect((await flotilla(stack, ["completion", "clusters"])).stdout).toBe("c1\nc2\n");
  });

  it("shows of a cluster without credentials that it has none", async () => {
    stack.write(...clusters.slice(0, 3));
    const { code, stdout, stderr } = await flotilla(stack, ["cluster", "list", "--output", "json"]);
    expect([code, shownClusters(stdout)]).toEqual([0, ["local", "c2", "c1"]]);
    expect(JSON.parse(stdout)[1]).toMatchObject({ name: "c2", type: "-", accepted: false });
    expect(stderr).toMatch(/warning: .*cluster "c2": Secret "kubeconfig-c2" .* is in none of the files/);
    const status = await flotilla(stack, ["status"]);
    expect(status.stdout).toMatch(/ {2}- Cluster: c2\n {4}No answer: .*kubeconfig-c2/);
  });

  it("delivers two revisions with one pod each, and splits the requests", async () => {
    const both = [revision("shop-v1", 1), revision("shop-v2", 1)];
    await up(shop("registry.example/web:2"), rollout(both, { "shop-v1": 50, "shop-v2": 50 }));
    expect(await state()).toEqual([c1, c2].map(() => ({ pods: { "web-v1": 1, "web-v2": 1 }, weights: ["50", "50"] })));
    const { spec } = await c1.expect({ ...DEPLOYMENT, namespace, name: "web-v1" });
    expect(JSON.stringify(spec)).toContain("registry.example/web:1");
  });

  it("leaves only the new revision, and previews nothing more then", async () => {
    await up(shop("registry.example/web:2"), rollout([revision("shop-v2", 2)], { "shop-v2": 100 }));
    expect(await state()).toEqual([c1, c2].map(() => ({ pods: { "web-v2": 2 }, weights: ["100"] })));
    await succeeded(stack.preview("--expect-no-changes"));
    const key = /client-key-data: (\S+)/.exec(readFileSync(c1.kubeconfigFile, "utf8"))?.[1] ?? "";
    expect(key.length).toBeGreaterThan(100);
    expect(await stack.export()).not.toContain(key);
    await succeeded(stack.destroy());
    expect(await state()).toEqual([c1, c2].map(() => ({ pods: {}, weights: null })));
  });

  it("is refused when a revision or a Secret is missing, and nothing changes", async () => {
    const { code, output, steps } = await stack
      .write(...cluster(c1).slice(0, 1), shop("registry.example/web:2"), rollout([revision("shop-v2", 2)]))
      .up();
    expect(code).not.toBe(0);
    expect(output).toContain(
      'cluster "c1": Secret "kubeconfig-c1" of namespace "app-deployment" is in none of the files',
    );
    expect(steps.filter(({ type }) => type.startsWith("kubernetes:"))).toEqual([]);
    const unknown = await stack.write(...clusters, rollout([revision("shop-v9", 2)])).up();
    expect(unknown.output).toContain('there is no revision "shop-v9" in namespace "app-deployment"');
  });
});
