import type { IncomingMessage, ServerResponse } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { KubernetesObject } from "../../workloads/types";
import { ApiServer, answerJson } from "../support/api-server";
import { ClusterClient, type LiveObject } from "./support/cluster";
import { application, deploy, only, settings, topology, web } from "./support/documents";
import { edit } from "./support/edit";
import { changes } from "./support/events";
import { flotilla, startFlotilla } from "./support/flotilla";
import { CONFIG_MAP, fingerprint } from "./support/objects";
import { succeeded } from "./support/outcome";
import { Stack } from "./support/stack";
import { until } from "./support/until";

const c1 = new ClusterClient("c1");
const c2 = new ClusterClient("c2");

const everywhere = topology("all", ["c1", "c2"]);
const names = async (cluster: ClusterClient, namespace: string) => Object.keys(await fingerprint(cluster, namespace));

/** What the engine says at the end about everything that went wrong. */
const diagnostics = (output: string) => output.slice(output.indexOf("Diagnostics:"));

/** A stack that delivers to c1 and c2, each for itself. */
async function create(name: string): Promise<Stack> {
  const clusters = [c1.entry(), c2.entry()];
  return (await Stack.create(name)).configure({ clusters, order: "perCluster", timeoutSeconds: 20 });
}

/** Makes sure that an update fails in c2 and names the object, and that c1 gets everything. */
async function failsInC2(stack: Stack, object: string): Promise<string> {
  const { code, output } = await stack.up("--continue-on-error");
  expect(code, output).not.toBe(0);
  expect(diagnostics(output)).toMatch(new RegExp(`c2/${object}.*\\n *error: `));
  expect(diagnostics(output)).not.toMatch(/\bc1\//);
  return diagnostics(output);
}

describe("what somebody changes or deletes by hand", () => {
  const namespace = "by-hand";

  it("is shown with --refresh, and put right", async () => {
    const stack = await create("by-hand");
    stack.write(application({ namespace, components: [settings("a"), settings("b")], policies: [everywhere] }));
    await succeeded(stack.up());
    await edit(c1, { ...CONFIG_MAP, namespace, name: "a" }, { data: { key: "changed" } });
    await c2.remove({ ...CONFIG_MAP, namespace, name: "b" });
    const { stdout } = await flotilla(stack, ["diff", "--refresh"]);
    expect(stdout).toMatch(/~ {2}ConfigMap by-hand\/a {2}in c1 {2}\(somebody changed it\)/);
    expect(stdout).toMatch(/\+ {2}ConfigMap by-hand\/b {2}in c2 {2}\(somebody deleted it\)/);
    await succeeded(stack.up("--refresh"));
    expect((await c1.expect({ ...CONFIG_MAP, namespace, name: "a" })).data).toEqual({ key: "value" });
    expect(await names(c2, namespace)).toEqual(["ConfigMap/a", "ConfigMap/b"]);
    await succeeded(stack.preview("--expect-no-changes"));
    await succeeded(stack.destroy());
  });
});

describe("a cluster that refuses an object", () => {
  const asked: string[] = [];
  const webhook = new ApiServer((request, response) => void refuse(request, response));

  /** Refuses every object, with a reason. */
  async function refuse(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = "";
    for await (const chunk of request) text += chunk;
    const { uid } = (JSON.parse(text) as { request: { uid: string } }).request;
    asked.push(uid);
    const status = { message: "no ConfigMaps on Saturdays" };
    const answer = { uid, allowed: false, status };
    answerJson(response, { apiVersion: "admission.k8s.io/v1", kind: "AdmissionReview", response: answer });
  }

  beforeAll(() => webhook.start());
  afterAll(() => webhook.stop());

  it("by a webhook is told with its reason, and gets it when the webhook is gone", async () => {
    const namespace = "refused";
    const { clusters } = JSON.parse(webhook.kubeconfig({})) as Kubeconfig;
    const [{ cluster }] = clusters;
    const configuration = {
      apiVersion: "admissionregistration.k8s.io/v1",
      kind: "ValidatingWebhookConfiguration",
      metadata: { name: "refuses" },
    };
    await c2.create({
      ...configuration,
      webhooks: [
        {
          name: "refuses.example.com",
          clientConfig: { url: `${cluster.server}/`, caBundle: cluster["certificate-authority-data"] },
          rules: [{ apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["configmaps"] }],
          namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
          matchConditions: [{ name: "ours", expression: "object.metadata.name == 'a'" }],
          sideEffects: "None",
          admissionReviewVersions: ["v1"],
        },
      ],
    });
    const stack = await create("refused");
    stack.write(application({ namespace, components: [settings("a"), settings("b")], policies: [everywhere] }));
    await until("the webhook is asked", async () => {
      const { apiVersion, kind } = CONFIG_MAP;
      await c2.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } }).catch(() => undefined);
      const object = { apiVersion, kind, metadata: { name: "a", namespace } };
      const isThere = await c2.create(object).then(
        () => true,
        () => false,
      );
      if (isThere) await c2.remove({ ...CONFIG_MAP, namespace, name: "a" });
      return asked.length > 0 && !isThere ? true : undefined;
    });
    expect(await failsInC2(stack, "refused/ConfigMap/a")).toContain("no ConfigMaps on Saturdays");
    expect(await names(c2, namespace)).toEqual(["ConfigMap/b"]);
    await c2.remove({ ...configuration, name: "refuses" });
    await healed(stack, namespace, ["ConfigMap/a", "ConfigMap/b"]);
  });

  it("by a quota is told with the quota, and gets it when there is room", async () => {
    const namespace = "full";
    const quota = { apiVersion: "v1", kind: "ResourceQuota", namespace, name: "tight" };
    await c2.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } });
    const spec = { hard: { "count/deployments.apps": "0" } };
    await c2.create({ apiVersion: "v1", kind: "ResourceQuota", metadata: { name: "tight", namespace }, spec });
    await until("the quota counts", async () => (await c2.expect(quota)).status?.hard);
    const stack = await create("full");
    stack.write(application({ namespace, components: [web("web"), settings("a")], policies: [everywhere] }));
    expect(await failsInC2(stack, "full/Deployment/web")).toMatch(/exceeded quota: tight.*count\/deployments.apps/s);
    await c2.remove(quota);
    await healed(stack, namespace, ["ConfigMap/a", "Deployment/web"]);
  });

  it("because its namespace is being deleted is told so, and gets it when that is over", async () => {
    const namespace = "terminating";
    const finalizers = ["example.com/held-by-a-test"];
    const { apiVersion, kind } = CONFIG_MAP;
    const blocking = { apiVersion, kind, metadata: { name: "blocking", namespace, finalizers } };
    await c2.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } });
    await c2.create(blocking);
    await c2.remove({ apiVersion: "v1", kind: "Namespace", name: namespace });
    await until("it is being deleted", async () => (await c2.namespace(namespace))?.metadata.deletionTimestamp);
    const stack = await create("terminating");
    stack.write(application({ namespace, components: [settings("a")], policies: [everywhere] }));
    expect(await failsInC2(stack, "terminating/ConfigMap/a")).toContain("because it is being terminated");
    await edit(c2, { ...CONFIG_MAP, namespace, name: "blocking" }, { metadata: { finalizers: null } });
    await until("it is gone", async () => ((await c2.namespace(namespace)) === undefined ? true : undefined));
    const refreshed = await stack.up("--refresh");
    expect(refreshed.code, refreshed.output).toBe(0);
    await healed(stack, namespace, ["ConfigMap/a"]);
  });
});

describe("a Deployment that does not become ready", () => {
  const namespace = "unready";

  it("fails in time, with cluster, object and what is missing", async () => {
    const stack = await create("unready");
    const version = (image: string) =>
      application({
        namespace,
        components: [web("web"), settings("last")],
        policies: [
          everywhere,
          topology("in-c1", ["c1"]),
          topology("in-c2", ["c2"]),
          { name: "image", type: "override", properties: { components: [{ name: "web", properties: { image } }] } },
          only("web"),
          only("last"),
        ],
        steps: [
          deploy("c1", "only-web", "in-c1"),
          deploy("c2", "only-web", "image", "in-c2"),
          deploy("last", "only-last", "all"),
        ],
      });
    const said = await failsInC2(stack.write(version("registry.invalid/web:1")), "unready/Deployment/web");
    // What its pods say comes too, unless the Kubernetes provider has missed when they began.
    expect(said).toContain("Minimum number of live Pods was not attained");
    expect(await names(c2, namespace)).toEqual(["Deployment/web"]);
    await healed(stack.write(version("registry.example/web:2")), namespace, ["ConfigMap/last", "Deployment/web"]);
  });

  it("is told with what the cluster has last warned of about its pods", async () => {
    const namespace = "warned";
    const stack = await create("warned");
    stack.write(
      application({
        namespace,
        components: [web("web", { image: "registry.invalid/web:1" })],
        policies: [topology("c2", ["c2"])],
      }),
    );
    const up = startFlotilla(stack, ["up", "--yes", "--skip-preview"]);
    const pod = await until(
      "there is a pod",
      async () => (await c2.list({ apiVersion: "v1", kind: "Pod" }, namespace))[0],
    );
    await c2.create(warning(pod, "Failed", "Failed to pull image: no such host", 3));
    expect(await up.ended(), up.output).toBe(1);
    expect(up.output.split("What keeps objects from becoming ready:\n")[1]).toBe(
      [
        'cluster "c2": Deployment warned/web is not ready: Deployment does not have minimum availability.',
        `  pod ${pod.metadata.name}: Failed: Failed to pull image: no such host (3 times)`,
        "",
      ].join("\n"),
    );
    const later = await flotilla(stack, ["unready", "--all", "--output", "json"]);
    const warnings = [{ reason: "Failed", message: "Failed to pull image: no such host", count: 3 }];
    expect(JSON.parse(later.stdout)).toMatchObject([
      { object: { cluster: "c2", name: "web" }, warned: [{ name: pod.metadata.name, warnings }] },
    ]);
    await succeeded(stack.destroy());
  });

  it("is told with what keeps its ReplicaSet from having pods", async () => {
    const namespace = "no-pods";
    await c2.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } });
    const metadata = { name: "none", namespace };
    await c2.create({ apiVersion: "v1", kind: "ResourceQuota", metadata, spec: { hard: { pods: "0" } } });
    const quota = { apiVersion: "v1", kind: "ResourceQuota", namespace, name: "none" };
    await until("the quota counts", async () => (await c2.expect(quota)).status?.hard);
    const stack = await create("no-pods");
    stack.write(application({ namespace, components: [web("web")], policies: [topology("c2", ["c2"])] }));
    const { code, stderr } = await flotilla(stack, ["up", "--yes", "--skip-preview"]);
    expect(code, stderr).toBe(1);
    expect(stderr).toMatch(/cluster "c2": Deployment no-pods\/web is not ready: .*exceeded quota: none/);
    expect(stderr).toMatch(/^ {2}ReplicaSet web-\w+: FailedCreate: .*exceeded quota: none.* times?\)$/m);
    await succeeded(stack.destroy());
  });
});

/** An Event about a pod, as a kubelet writes it: no kubelet of these clusters does. */
function warning({ metadata }: LiveObject, reason: string, message: string, count: number): KubernetesObject {
  const { name, namespace = "", uid } = metadata;
  const at = new Date().toISOString();
  return {
    ...{ apiVersion: "v1", kind: "Event", metadata: { name: `${name}.warning`, namespace } },
    involvedObject: { apiVersion: "v1", kind: "Pod", name, namespace, uid },
    ...{ type: "Warning", reason, message, count, firstTimestamp: at, lastTimestamp: at },
  };
}

/** Makes sure that the next update brings c2 what it missed and changes nothing in c1, and that a destroy leaves nothing. */
async function healed(stack: Stack, namespace: string, wanted: string[]): Promise<void> {
  const { steps } = await succeeded(stack.up());
  expect(changes(steps).filter((change) => /\bc1\b/.test(change))).toEqual([]);
  expect(await names(c2, namespace)).toEqual(wanted);
  await succeeded(stack.preview("--expect-no-changes"));
  await succeeded(stack.destroy());
  expect([await names(c1, namespace), await names(c2, namespace)]).toEqual([[], []]);
}

interface Kubeconfig {
  clusters: [{ cluster: { server: string; "certificate-authority-data": string } }];
}
