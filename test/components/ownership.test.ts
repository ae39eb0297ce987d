import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkOwnership } from "../../components/ownership";
import type { PlannedApplication } from "../../plan/deliveries";
import { resourceGraph } from "../../plan/graph";
import { inventoryOf } from "../../plan/inventory";
import { ApiServer, answerJson, kindsAnswer } from "../support/api-server";
import { planYaml } from "../support/plan";

const MAPS = "/api/v1/namespaces/demo/configmaps";
const TOKEN = "PLANTED-token";
const labels = { "app.oam.dev/name": "theirs", "app.oam.dev/namespace": "demo" };

/** Has a ConfigMap `theirs` of another Application and a Deployment `web` that somebody has changed; `secret` is forbidden. */
const server = new ApiServer(({ url = "" }, response) => {
  switch (url) {
    case "/api/v1":
      return answerJson(response, kindsAnswer({ ConfigMap: "configmaps" }));
    case "/apis/apps/v1":
      return answerJson(response, kindsAnswer({ Deployment: "deployments" }));
    case `${MAPS}/theirs`:
      return answerJson(response, { metadata: { labels } });
    case `${MAPS}/forbidden`:
      return answerJson(response, {}, 403);
    case "/apis/apps/v1/namespaces/demo/deployments/web": {
      const containers = [{ name: "web", image: "by-hand", resources: { limits: { cpu: "2" } } }];
      const metadata = { labels: { ...labels, "app.oam.dev/name": "shop" } };
      return answerJson(response, { metadata, spec: { replicas: 7, template: { spec: { containers } } } });
    }
    default:
      return answerJson(response, {}, 404);
  }
});

beforeAll(() => server.start());
afterAll(() => server.stop());

/** An Application with ConfigMaps of some names, a Deployment `web`, and one more policy. */
function planned(names: readonly string[], policy = "{name: g, type: garbage-collect}"): PlannedApplication {
  const maps = names.map((name) => `    - {name: ${name}, type: raw, properties: {apiVersion: v1, kind: ConfigMap}}\n`);
  const plan = planYaml(`apiVersion: core.oam.dev/v1beta1
kind: Application
metadata: {name: shop, namespace: demo}
spec:
  components:
${maps.join("")}    - {name: web, type: webservice, properties: {image: "web:1", cpu: "1"}, traits: [{type: scaler, properties: {replicas: 1}}]}
  policies:
    - {name: t, type: topology, properties: {clusters: [c1]}}
    - ${policy}`);
  const graph = resourceGraph(plan, { order: "barrier", createNamespaces: true });
  return { plan, graph, hold: { gates: [], waited: {}, steps: new Set() }, decisions: new Map(), open: [] };
}

const connection = (kubeconfig: string) => ({
  ...{ name: "c1", kubeconfig, server: "", authority: "", previousNames: [], identity: "c1" },
});
const check = (application: PlannedApplication, known: PlannedApplication = planned([])) =>
  checkOwnership([application], [connection(server.kubeconfig({ token: TOKEN }))], {
    "demo/shop": inventoryOf(known.graph),
  });
const name = (kind: string, object: string) => `c1/demo/${kind}/${object}`;

describe("a look into the clusters", () => {
  it("refuses what belongs to somebody else, and says so of every object", async () => {
    const { findings, checked } = await check(planned(["theirs", "new"]));
    expect(findings).toMatchObject([{ severity: "error", code: "not-ours" }]);
    expect(findings[0]?.message).toContain('ConfigMap "theirs" in namespace "demo" of cluster "c1"');
    expect([...checked].sort()).toEqual([name("ConfigMap", "new"), name("Deployment", "web")]);
  });

  it("does not ask for what the stack has delivered before", async () => {
    server.asked.length = 0;
    const { findings, checked } = await check(planned(["theirs"]), planned(["theirs"]));
    expect(findings).toEqual([]);
    expect(checked).toContain(name("ConfigMap", "theirs"));
    expect(server.asked).toEqual([]);
  });

  it("warns of what it may not see, and still tells what it sees", async () => {
    const { findings, checked } = await check(planned(["forbidden", "theirs"]));
    expect(findings.map(({ severity, code }) => `${severity} ${code}`).sort()).toEqual([
      "error not-ours",
      "warning cannot-check",
    ]);
    expect(checked).not.toContain(name("ConfigMap", "forbidden"));
  });

  it("warns of a cluster that is down, without its credentials, and takes nothing there for granted", async () => {
    const kubeconfig = server.kubeconfig({ token: TOKEN }).replace(/127\.0\.0\.1:\d+/, "127.0.0.1:1");
    const { findings, checked } = await checkOwnership([planned(["one"])], [connection(kubeconfig)], {});
    expect(new Set(findings.map(({ severity, code }) => `${severity} ${code}`))).toEqual(
      new Set(["warning cannot-check"]),
    );
    expect(findings[0]?.message).toMatch(/^cluster "c1" was not asked .*ECONNREFUSED/);
    expect(JSON.stringify(findings)).not.toContain(TOKEN);
    expect(checked.size).toBe(0);
  });
});

describe("fields that apply-once leaves to the cluster", () => {
  const once = (path: string) =>
    `{name: o, type: apply-once, properties: {enable: true, rules: [{selector: {resourceNames: [web]}, strategy: {path: [${path}]}}]}}`;
  const web = async (path: string, known: PlannedApplication) => {
    const { planned: looked } = await check(planned([], once(path)), known);
    const node = looked[0]?.graph.nodes.find((one) => one.name === name("Deployment", "web"));
    return node?.kind === "object" ? node : undefined;
  };
  const RESOURCES = '"spec.template.spec.containers[0].resources"';
  const nothing = { ...planned([]), graph: { application: { name: "shop", namespace: "demo" }, nodes: [] } };

  it("are read from it where the engine cannot leave them alone", async () => {
    const node = await web(`spec.replicas, ${RESOURCES}`, planned([]));
    expect(node?.object.spec).toMatchObject({
      replicas: 1,
      template: { spec: { containers: [{ image: "web:1", resources: { limits: { cpu: "2" } } }] } },
    });
    expect(node?.handling.leave).toEqual([["spec", "replicas"]]);
  });

  it("are all read from it for an object that the stack does not know, such as after its state was lost", async () => {
    const node = await web(`spec.replicas, ${RESOURCES}`, nothing);
    expect(node?.object.spec).toMatchObject({ replicas: 7 });
    const all = await web('"*"', nothing);
    expect(all?.object.spec).toMatchObject({ replicas: 7, template: { spec: { containers: [{ image: "by-hand" }] } } });
    expect(all?.object.metadata?.labels).toMatchObject({ "app.oam.dev/name": "shop", "app.oam.dev/cluster": "c1" });
    expect(all?.handling.leave).toEqual([["*"]]);
  });

  it("stay as they are where only the cluster or only the Application has something", async () => {
    const node = await web(
      '"spec.template.spec.containers[0].ports", "spec.template.spec.containers[4].image"',
      nothing,
    );
    expect(node?.object.spec).toMatchObject({ template: { spec: { containers: [{ image: "web:1" }] } } });
  });
});
