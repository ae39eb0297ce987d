import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TouchedObject, touchedSince } from "../../../cli/up/search";
import { comparedWith } from "../../../cli/up/unknown";
import { ClusterReader } from "../../../components/cluster-reader";
import { WRITTEN_BY } from "../../../plan/works/labels";
import { ApiServer } from "../../support/api-server";

const SINCE = new Date("2026-03-01T12:00:00Z");
const OURS = { "app.oam.dev/name": "shop", "app.oam.dev/namespace": "demo" };

function item(name: string, more: object = {}, created = "2026-03-01T12:00:10Z", manager = "pulumi-kubernetes-abc") {
  const managedFields = [{ manager: "kube-controller-manager" }, { manager, time: created }];
  return { metadata: { name, namespace: "demo", labels: OURS, creationTimestamp: created, managedFields, ...more } };
}

const LONG_AGO = "2026-02-01T00:00:00Z";
const CHANGED = { manager: "pulumi-kubernetes-abc", time: "2026-03-01T12:00:10Z" };

const CONFIG_MAPS = [
  item("new"),
  item("clock-behind", {}, "2026-03-01T11:56:00Z"),
  item("old", {}, "2026-03-01T11:00:00Z"),
  item("changed", { managedFields: [CHANGED] }, LONG_AGO),
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
  "/apis": {
    groups: [
      { preferredVersion: { groupVersion: "rbac.authorization.k8s.io/v1" } },
      {
        preferredVersion: { groupVersion: "work.open-cluster-management.io/v1" },
        versions: ["v1", "v1alpha1"].map((version) => ({ groupVersion: `work.open-cluster-management.io/${version}` })),
      },
    ],
  },
  "/apis/rbac.authorization.k8s.io/v1": {
    resources: [{ name: "clusterroles", kind: "ClusterRole", verbs: ["list", "delete"] }],
  },
  "/api/v1/configmaps?continue=": { items: CONFIG_MAPS.slice(0, 2), metadata: { continue: "more" } },
  "/api/v1/configmaps?continue=more": { items: CONFIG_MAPS.slice(2) },
  "/apis/work.open-cluster-management.io/v1": {
    resources: [{ name: "manifestworks", kind: "ManifestWork", verbs: ["list", "delete"] }],
  },
  "/apis/work.open-cluster-management.io/v1alpha1": {
    resources: ["ManifestWork", "ManifestWorkReplicaSet"].map((kind) => ({
      ...{ name: `${kind.toLowerCase()}s`, kind, verbs: ["list", "delete"] },
    })),
  },
  "/apis/work.open-cluster-management.io/v1alpha1/manifestworkreplicasets?continue=": {
    items: [item("shared", { labels: { ...OURS, [WRITTEN_BY]: "us" } })],
  },
  "/apis/work.open-cluster-management.io/v1/manifestworks?continue=": {
    items: [
      item("changed", { labels: { ...OURS, [WRITTEN_BY]: "us" }, managedFields: [CHANGED] }, LONG_AGO),
      item(
        "old",
        { labels: { ...OURS, [WRITTEN_BY]: "us" }, managedFields: [{ ...CHANGED, time: LONG_AGO }] },
        LONG_AGO,
      ),
      item("pulled", { labels: { ...OURS, [WRITTEN_BY]: "us" } }),
      item("nobody-s"),
      item("part", { labels: { ...OURS, "app.oam.dev/component": "part" } }),
      item("the-hub-s", { labels: { ...OURS, [WRITTEN_BY]: "us" } }, undefined, "work-manager"),
    ],
  },
  "/apis/rbac.authorization.k8s.io/v1/clusterroles?continue=": { items: [item("reader", { namespace: undefined })] },
};

const server = new ApiServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? "", "https://cluster");
  const page = searchParams.get("continue");
  const answer = ANSWERS[page === null ? pathname : `${pathname}?continue=${page}`];
  response.statusCode = answer === undefined ? 404 : 200;
  response.end(JSON.stringify(answer ?? {}));
});

beforeAll(() => server.start());
afterAll(() => server.stop());

const AT = "2026-03-01T12:00:10Z";
const configMap = (name: string, at = AT): TouchedObject => ({
  ...{ cluster: "c1", apiVersion: "v1", kind: "ConfigMap", namespace: "demo", name },
  ...{ application: "demo/shop", manager: "pulumi-kubernetes-abc", at },
});
/** As the program is told of it. */
const told = ({ at: _, changed: __, ...one }: TouchedObject) => one;
const { namespace: _, ...inNoNamespace } = configMap("reader");
const clusterRole: TouchedObject = {
  ...inNoNamespace,
  apiVersion: "rbac.authorization.k8s.io/v1",
  kind: "ClusterRole",
};

const OCM = "work.open-cluster-management.io";
const work = (name: string, writer?: string): TouchedObject => ({
  ...{ ...configMap(name), apiVersion: `${OCM}/v1`, kind: "ManifestWork" },
  ...(writer === undefined ? {} : { writer }),
});
/** Also one that was changed, one that nobody has marked, one that is itself part of an Application, and one of a kind that another version has. */
const onHub: TouchedObject[] = [
  ...[{ ...work("changed", "us"), changed: true as const }, work("pulled", "us"), work("nobody-s", ""), work("part")],
  { ...work("shared", "us"), apiVersion: `${OCM}/v1alpha1`, kind: "ManifestWorkReplicaSet" },
];

describe("the search of a cluster", () => {
  it("finds what the engine has made or changed since, of any kind that can be deleted, on every page, and nothing else", async () => {
    const reader = new ClusterReader(server.kubeconfig({ token: "secret" }));
    const found = await touchedSince(reader, "c1", SINCE);
    const configMaps = [configMap("new"), configMap("clock-behind", "2026-03-01T11:56:00Z")];
    expect(found).toEqual([...configMaps, { ...configMap("changed"), changed: true }, clusterRole, ...onHub]);
    expect(server.asked.filter((path) => path.includes("pods") || path.includes("bindings"))).toEqual([]);
  });

  it("fails where the cluster does not answer", async () => {
    const gone = new ApiServer(() => {});
    await gone.start();
    const reader = new ClusterReader(gone.kubeconfig({ token: "secret" }));
    await gone.stop();
    await expect(touchedSince(reader, "c1", SINCE)).rejects.toThrow();
  });
});

describe("objects that a state does not know", () => {
  const asOf = (time: string) => ({ metadata: { managedFields: [{ manager: "pulumi-kubernetes-abc", time }] } });
  const provider = "urn:pulumi:dev::flotilla::flotilla:index:Cluster$pulumi:providers:kubernetes::c1::1234";

  it("are those without a resource, in any version of their API", () => {
    const resources = [
      { type: "kubernetes:core/v1:ConfigMap", id: "demo/known", provider, outputs: asOf(AT) },
      { type: "kubernetes:rbac.authorization.k8s.io/v1beta1:ClusterRole", id: "reader", provider, outputs: asOf(AT) },
      { type: "pulumi:pulumi:Stack" },
    ];
    const found = [configMap("known"), configMap("new"), clusterRole];
    expect(comparedWith(resources, found)).toEqual([told(configMap("new"))]);
  });

  it("are told apart from those that the run has only changed", () => {
    const type = "kubernetes:core/v1:ConfigMap";
    const resources = ["known", "saved"].map((name) => ({
      type,
      id: `demo/${name}`,
      provider,
      outputs: asOf(LONG_AGO),
    }));
    const found = [configMap("known"), configMap("saved", LONG_AGO)].map((one) => ({ ...one, changed: true as const }));
    expect(comparedWith(resources, found)).toEqual([{ ...told(configMap("known")), known: true }]);
  });

  it("are none that were there before: they are somebody else's", () => {
    expect(comparedWith([], [{ ...configMap("theirs"), changed: true }])).toEqual([]);
  });

  it("are told apart, for clusters to pull, from those that the run has only changed", () => {
    const resources = [{ type: `kubernetes:${OCM}/v1:ManifestWork`, id: "demo/known", provider }];
    const [known, unknown] = [work("known", "us"), work("new", "us")] as const;
    expect(comparedWith(resources, [known, unknown])).toEqual([{ ...told(known), known: true }, told(unknown)]);
  });

  it("are also those that another cluster or kind has under the same name", () => {
    const resources = [
      { type: "kubernetes:core/v1:ConfigMap", id: "demo/new", provider: provider.replace("c1", "c2") },
      { type: "kubernetes:core/v1:Secret", id: "demo/new", provider },
    ];
    expect(comparedWith(resources, [configMap("new")])).toEqual([told(configMap("new"))]);
  });
});
