import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createdSince } from "../../../cli/up/search";
import { withoutKnown } from "../../../cli/up/unknown";
import { ClusterReader } from "../../../components/cluster-reader";
import type { FoundObject } from "../../../plan/found";
import { ApiServer } from "../../support/api-server";

const SINCE = new Date("2026-03-01T12:00:00Z");
const OURS = { "app.oam.dev/name": "shop", "app.oam.dev/namespace": "demo" };

function item(name: string, more: object = {}, created = "2026-03-01T12:00:10Z", manager = "pulumi-kubernetes-abc") {
  const managedFields = [{ manager: "kube-controller-manager" }, { manager }];
  return { metadata: { name, namespace: "demo", labels: OURS, creationTimestamp: created, managedFields, ...more } };
}

const CONFIG_MAPS = [
  item("new"),
  item("clock-behind", {}, "2026-03-01T11:56:00Z"),
  item("old", {}, "2026-03-01T11:00:00Z"),
  item("by-hand", {}, "2026-03-01T12:00:10Z", "kubectl"),
];

const ANSWERS: Record<string, object> = {
  "/api/v1": {
    resources: [
      { name: "configmaps", kind: "ConfigMap", verbs: ["get", "list", "delete"] },
      { name: "pods/log", kind: "Pod", verbs: ["get", "list", "delete"] },
      { name: "bindings", kind: "Binding", verbs: ["create"] },
    ],
  },
  "/apis": { groups: [{ preferredVersion: { groupVersion: "rbac.authorization.k8s.io/v1" } }] },
  "/apis/rbac.authorization.k8s.io/v1": {
    resources: [{ name: "clusterroles", kind: "ClusterRole", verbs: ["list", "delete"] }],
  },
  "/api/v1/configmaps": { items: CONFIG_MAPS },
  "/apis/rbac.authorization.k8s.io/v1/clusterroles": { items: [item("reader", { namespace: undefined })] },
};

const server = new ApiServer((request, response) => {
  const answer = ANSWERS[request.url?.split("?")[0] ?? ""];
  response.statusCode = answer === undefined ? 404 : 200;
  response.end(JSON.stringify(answer ?? {}));
});

beforeAll(() => server.start());
afterAll(() => server.stop());

const configMap = (name: string): FoundObject => ({
  ...{ cluster: "c1", apiVersion: "v1", kind: "ConfigMap", namespace: "demo", name },
  ...{ application: "demo/shop", manager: "pulumi-kubernetes-abc" },
});
const { namespace: _, ...inNoNamespace } = configMap("reader");
const clusterRole: FoundObject = { ...inNoNamespace, apiVersion: "rbac.authorization.k8s.io/v1", kind: "ClusterRole" };

describe("the search of a cluster", () => {
  it("finds what the engine has made since, of any kind that can be deleted, and nothing else", async () => {
    const reader = new ClusterReader(server.kubeconfig({ token: "secret" }));
    const found = await createdSince(reader, "c1", SINCE);
    expect(found).toEqual([configMap("new"), configMap("clock-behind"), clusterRole]);
    expect(server.asked.filter((path) => path.includes("pods") || path.includes("bindings"))).toEqual([]);
  });

  it("fails where the cluster does not answer", async () => {
    const gone = new ApiServer(() => {});
    await gone.start();
    const reader = new ClusterReader(gone.kubeconfig({ token: "secret" }));
    await gone.stop();
    await expect(createdSince(reader, "c1", SINCE)).rejects.toThrow();
  });
});

describe("objects that a state does not know", () => {
  const provider = "urn:pulumi:dev::flotilla::flotilla:index:Cluster$pulumi:providers:kubernetes::c1::1234";

  it("are those without a resource, in any version of their API", () => {
    const resources = [
      { type: "kubernetes:core/v1:ConfigMap", id: "demo/known", provider },
      { type: "kubernetes:rbac.authorization.k8s.io/v1beta1:ClusterRole", id: "reader", provider },
      { type: "pulumi:pulumi:Stack" },
    ];
    expect(withoutKnown([configMap("known"), configMap("new"), clusterRole], resources)).toEqual([configMap("new")]);
  });

  it("are also those that another cluster or kind has under the same name", () => {
    const resources = [
      { type: "kubernetes:core/v1:ConfigMap", id: "demo/new", provider: provider.replace("c1", "c2") },
      { type: "kubernetes:core/v1:Secret", id: "demo/new", provider },
    ];
    expect(withoutKnown([configMap("new")], resources)).toEqual([configMap("new")]);
  });
});
