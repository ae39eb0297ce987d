import { describe, expect, it } from "vitest";
import { parseDocuments } from "../../../model/documents";
import { formatFinding, InputError } from "../../../model/findings";
import { planAppDeployment } from "../../../plan/app-deployment/plan";
import { planDeliveries } from "../../../plan/deliveries";
import { inventoryOf } from "../../../plan/inventory";
import { writtenBook } from "../../../plan/revisions/book";
import type { DeliveryPlan } from "../../../plan/types";
import type { KubernetesObject } from "../../../workloads/types";
import { cluster, registry } from "../../support/plan";

const clusters = registry(cluster("c1", { tier: "prod" }), cluster("c2", { tier: "prod" }), cluster("c3"));
const options = { order: "barrier", createNamespaces: false } as const;

const application = (name: string, image: string, traits = "[]") => `
apiVersion: core.oam.dev/v1beta1
kind: Application
metadata: {name: ${name}, annotations: {app.oam.dev/revision-only: "true"}}
spec:
  components: [{name: web, type: webservice, properties: {image: "${image}", ports: [{port: 80, expose: true}]}, traits: ${traits}}]
`;
const revision = (number: number, image: string, traits?: string) => `
apiVersion: core.oam.dev/v1beta1
kind: ApplicationRevision
metadata: {name: shop-v${number}}
spec:
  application: ${JSON.stringify(parseDocuments([{ file: "f", text: application("shop", image, traits) }]).documents.applications[0]?.origin.source.value)}
`;
const deployment = (spec: string, annotations = "{}") => `
apiVersion: core.oam.dev/v1beta1
kind: AppDeployment
metadata: {name: rollout, annotations: ${annotations}}
spec: ${spec}
`;
const placed = (name: string, cluster: string, replicas = 1) =>
  `{revisionName: ${name}, placement: [{clusterSelector: {name: ${cluster}}, distribution: {replicas: ${replicas}}}]}`;
const traffic = (v1: number, v2: number) =>
  `{hosts: [shop.example], gateways: [ns/gate], http: [{match: [{uri: {prefix: /shop}}], weightedTargets: [
    {revisionName: shop-v1, componentName: web, port: 80, weight: ${v1}}, {revisionName: shop-v2, componentName: web, port: 81, weight: ${v2}}]}]}`;
const both = `[${placed("shop-v1", "c1")}, ${placed("shop-v2", "c1")}]`;

function plan(spec: string, { annotations = "{}", traits = "[]" } = {}): DeliveryPlan {
  const texts = [revision(1, "nginx:1", traits), application("shop", "nginx:2", traits), deployment(spec, annotations)];
  const { documents } = parseDocuments([{ file: "app.yaml", text: texts.join("---") }]);
  const [one] = documents.appDeployments;
  if (one === undefined) throw new Error("there is no AppDeployment");
  return planAppDeployment(one, writtenBook(documents), clusters);
}

function refusal(spec: string, annotations?: string): string[] {
  try {
    plan(spec, annotations === undefined ? {} : { annotations });
  } catch (error) {
    if (error instanceof InputError) return error.findings.map(formatFinding);
    throw error;
  }
  return [];
}

const objects = ({ steps }: DeliveryPlan, step?: string): KubernetesObject[] =>
  steps
    .filter(({ name }) => step === undefined || name === step)
    .flatMap(({ deliveries }) => deliveries.flatMap((delivery) => delivery.objects));
const named = (all: KubernetesObject[], kind: string, name: string) =>
  all.find((object) => object.kind === kind && object.metadata?.name === name);

describe("revisions side by side", () => {
  it("have names, pods and Services of their own, and the replicas that the AppDeployment says", () => {
    const all = objects(plan(`{appRevisions: [${placed("shop-v1", "c1", 2)}, ${placed("shop-v2", "c1", 3)}]}`));
    expect(all.map(({ kind, metadata }) => `${kind}/${metadata?.name}`)).toEqual([
      "Deployment/web-v2",
      "Service/web-v2",
      "Deployment/web-v1",
      "Service/web-v1",
    ]);
    const labels = { "app.oam.dev/component": "web", "app.oam.dev/appRevision": "shop-v1" };
    expect(named(all, "Deployment", "web-v1")).toMatchObject({
      metadata: { labels: { ...labels, "app.oam.dev/appDeployment": "rollout", "app.oam.dev/name": "shop" } },
      spec: {
        replicas: 2,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [{ name: "web", image: "nginx:1" }] } },
      },
    });
    expect(named(all, "Service", "web-v1")?.spec).toMatchObject({ selector: labels });
    expect(named(all, "Deployment", "web-v2")).toMatchObject({ spec: { replicas: 3 } });
    expect(JSON.stringify(all)).not.toContain("revision-only");
  });

  it("refer to objects of their own", () => {
    const storage = '{type: storage, properties: {configMap: [{name: settings, mountPath: /s, data: {a: "1"}}]}}';
    const scaler = "{type: hpa, properties: {min: 1, max: 2}}";
    const all = objects(plan(`{appRevisions: [${placed("shop-v1", "c1")}]}`, { traits: `[${storage}, ${scaler}]` }));
    expect(named(all, "ConfigMap", "settings-v1")).toBeDefined();
    expect(JSON.stringify(named(all, "Deployment", "web-v1")?.spec)).toContain(
      '"configMap":{"defaultMode":420,"name":"settings-v1"',
    );
    expect(named(all, "HorizontalPodAutoscaler", "web-v1")?.spec).toMatchObject({ scaleTargetRef: { name: "web-v1" } });
  });

  it("come newest first, then the traffic", () => {
    const { steps } = plan(`{appRevisions: ${both}, traffic: ${traffic(50, 50)}}`);
    expect(steps.map(({ name, after, approval }) => [name, after, approval])).toEqual([
      ["shop-v2", [], false],
      ["shop-v1", ["shop-v2"], false],
      ["traffic", ["shop-v1"], false],
    ]);
  });
});

describe("clusters of an AppDeployment", () => {
  const where = (placement: string) =>
    plan(`{appRevisions: [{revisionName: shop-v1, placement: ${placement}}]}`).steps[0]?.placements.map(
      (one) => one.cluster,
    );

  it("are the hub without a selector", () => {
    expect(where("[{}]")).toEqual(["local"]);
  });

  it("are picked by labels, always the same, and each once", () => {
    const [first] = where("[{clusterSelector: {labels: {tier: prod}}}]") ?? [];
    expect(["c1", "c2"]).toContain(first);
    const twice = "[{clusterSelector: {labels: {tier: prod}}}, {clusterSelector: {labels: {tier: prod}}}]";
    expect(where(twice)?.[0]).toBe(first);
    expect(where(twice)?.toSorted()).toEqual(["c1", "c2"]);
  });

  it.each([
    ["{name: c9}", 'clusterSelector.name: there is no cluster "c9"'],
    ["{labels: {tier: gold}}", "clusterSelector.labels: no cluster has the labels tier=gold"],
    ["{name: c3, labels: {tier: prod}}", 'clusterSelector.labels: cluster "c3" does not have the labels tier=prod'],
  ])("are refused with a position when there is none: %s", (selector, message) => {
    const [found = ""] = refusal(
      `{appRevisions: [{revisionName: shop-v1, placement: [{clusterSelector: ${selector}}]}]}`,
    );
    expect(found).toMatch(/^app\.yaml:\d+:\d+: error: spec\.appRevisions\[0\]\.placement\[0\]\./);
    expect(found).toContain(message);
  });

  it("are refused twice for one revision", () => {
    const spec = "{appRevisions: [{revisionName: shop-v1, placement: [{}, {}]}]}";
    expect(refusal(spec)[0]).toContain('the revision "shop-v1" is placed in cluster "local" twice');
  });
});

describe("traffic", () => {
  it("is split by Istio with subsets of one Service", () => {
    const all = objects(plan(`{appRevisions: ${both}, traffic: ${traffic(30, 70)}}`), "traffic");
    expect(named(all, "Service", "web")?.spec).toMatchObject({
      selector: { "app.oam.dev/component": "web" },
      ports: [{ port: 80 }, { port: 81 }],
    });
    const subset = (name: string) => ({ name, labels: { "app.oam.dev/appRevision": name } });
    expect(named(all, "DestinationRule", "web")?.spec).toEqual({
      host: "web",
      subsets: [subset("shop-v1"), subset("shop-v2")],
    });
    const to = (revision: string, port: number, weight: number) => ({
      destination: { host: "web", subset: revision, port: { number: port } },
      weight,
    });
    expect(named(all, "VirtualService", "rollout")?.spec).toEqual({
      ...{ hosts: ["shop.example"], gateways: ["ns/gate"] },
      http: [{ match: [{ uri: { prefix: "/shop" } }], route: [to("shop-v1", 80, 30), to("shop-v2", 81, 70)] }],
    });
  });

  it("is split by the Gateway API when the annotation says so", () => {
    const annotations = "{flotilla.dev/traffic-api: gateway-api}";
    const all = objects(plan(`{appRevisions: ${both}, traffic: ${traffic(30, 70)}}`, { annotations }), "traffic");
    expect(named(all, "Service", "shop-v1-web-80")?.spec).toMatchObject({
      selector: { "app.oam.dev/component": "web", "app.oam.dev/appRevision": "shop-v1" },
    });
    expect(named(all, "HTTPRoute", "rollout")?.spec).toEqual({
      ...{ parentRefs: [{ namespace: "ns", name: "gate" }], hostnames: ["shop.example"] },
      rules: [
        {
          matches: [{ path: { type: "PathPrefix", value: "/shop" } }],
          backendRefs: [
            { name: "shop-v1-web-80", port: 80, weight: 30 },
            { name: "shop-v2-web-81", port: 81, weight: 70 },
          ],
        },
      ],
    });
  });

  it("goes to those revisions that a cluster has", () => {
    const apart = `[${placed("shop-v1", "c1")}, ${placed("shop-v2", "c2")}]`;
    const all = objects(plan(`{appRevisions: ${apart}, traffic: ${traffic(30, 70)}}`), "traffic");
    const weights = all
      .filter(({ kind }) => kind === "VirtualService")
      .map(({ spec }) => /"weight":\d+/.exec(JSON.stringify(spec))?.[0]);
    expect(weights).toEqual(['"weight":100', '"weight":100']);
  });

  it.each([
    [traffic(50, 49), "spec.traffic.http[0].weightedTargets: the weights add up to 99, must add up to 100"],
    [
      traffic(50, 50).replace("componentName: web", "componentName: wbe"),
      'revision "shop-v1" has no component "wbe" (it has web)',
    ],
    [traffic(50, 50).replace("shop-v2", "shop-v3"), 'the revision "shop-v3" is not among appRevisions'],
  ])("is refused with a position when it is wrong", (written, message) => {
    const found = refusal(`{appRevisions: ${both}, traffic: ${written}}`).join("\n");
    expect(found).toContain(message);
    expect(found).toMatch(/^app\.yaml:\d+:\d+: error: /);
  });

  it("is refused for an API that there is not, or the Gateway API without a Gateway", () => {
    expect(
      refusal(`{appRevisions: ${both}, traffic: ${traffic(50, 50)}}`, "{flotilla.dev/traffic-api: linkerd}")[0],
    ).toContain('is "linkerd", must be one of istio, gateway-api');
    const without = traffic(50, 50).replace("gateways: [ns/gate], ", "");
    expect(
      refusal(`{appRevisions: ${both}, traffic: ${without}}`, "{flotilla.dev/traffic-api: gateway-api}")[0],
    ).toContain("belongs to a Gateway");
  });
});

describe("a rollout", () => {
  const rollout = "{steps: [{weights: {shop-v1: 90, shop-v2: 10}}, {weights: {shop-v1: 50, shop-v2: 50}}]}";
  const spec = `{appRevisions: ${both}, traffic: ${traffic(0, 100)}, rollout: ${rollout}}`;

  it("has a step for all weights, and an approval before each but the first", () => {
    expect(plan(spec).steps.map(({ name, approval }) => [name, approval])).toEqual([
      ["shop-v2", false],
      ["shop-v1", false],
      ["traffic-shop-v1-90-shop-v2-10", false],
      ["traffic-shop-v1-50-shop-v2-50", true],
      ["traffic-shop-v2-100", true],
    ]);
  });

  it("goes from approval to approval, and a next one starts at its first step", () => {
    const deliver = (text: string, approved: Record<string, string> = {}, before?: ReturnType<typeof inventoryOf>) => {
      const { documents } = parseDocuments([{ file: "app.yaml", text }]);
      const history = {
        approved: { "default/rollout": approved },
        ...(before ? { delivered: { "default/rollout": before } } : {}),
      };
      const found = planDeliveries(documents, clusters, { ...options, ...history }).find(
        ({ plan }) => plan.application.name === "rollout",
      );
      if (found === undefined) throw new Error("nothing was planned");
      const split = found.graph.nodes.find((node) => node.kind !== "marker" && node.name.includes("VirtualService"));
      const weights =
        split?.kind === "object" ? JSON.stringify(split.object).match(/(?<="weight":)\d+/g) : [split?.kind];
      return { weights, gates: found.hold.gates, inventory: inventoryOf(found.graph) };
    };
    const text = [revision(1, "nginx:1"), application("shop", "nginx:2"), deployment(spec)].join("---");
    let state = deliver(text);
    const approved: Record<string, string> = {};
    const seen = [state.weights];
    while (state.gates.length > 0) {
      for (const { step, digest } of state.gates) approved[step] = digest;
      state = deliver(text, approved, state.inventory);
      seen.push(state.weights);
    }
    expect(seen).toEqual([
      ["90", "10"],
      ["50", "50"],
      ["0", "100"],
    ]);
    expect(deliver(text, {}, state.inventory).weights, "without its approvals it stays where it is").toEqual(["held"]);
    const next = spec.replaceAll("shop-v2", "shop-v3").replaceAll("shop-v1", "shop-v2");
    const later = [
      revision(1, "nginx:1"),
      revision(2, "nginx:2"),
      application("shop", "nginx:3"),
      deployment(next),
    ].join("---");
    expect(deliver(later, approved, state.inventory).weights).toEqual(["90", "10"]);
  });

  it("is refused when weights do not add up, or two steps are the same", () => {
    const odd = rollout.replace("90", "80");
    expect(refusal(`{appRevisions: ${both}, traffic: ${traffic(0, 100)}, rollout: ${odd}}`)[0]).toContain(
      "spec.rollout.steps[0].weights: the weights add up to 90, must add up to 100",
    );
    expect(refusal(`{appRevisions: ${both}, traffic: ${traffic(50, 50)}, rollout: ${rollout}}`)[0]).toContain(
      "has the same weights",
    );
    expect(refusal(`{appRevisions: ${both}, rollout: ${rollout}}`)[0]).toContain("a rollout needs traffic");
  });
});

it("a revision that there is not is refused, with those that there are", () => {
  expect(refusal(`{appRevisions: [${placed("shop-v7", "c1")}]}`)[0]).toContain(
    'spec.appRevisions[0].revisionName: there is no revision "shop-v7" in namespace "default" (did you mean "shop-v1"?)',
  );
});
