import { describe, expect, it } from "vitest";
import { Cluster } from "../../components/cluster";
import type { Hub } from "../../components/ocm/hub";
import { Registrations } from "../../components/ocm/registrations";
import { Registration } from "../../components/registration";
import { DEFAULT_KLUSTERLET } from "../../ocm/settings";
import { record } from "../support/monitor";

const JOINED = ["HubAcceptedManagedCluster", "ManagedClusterJoined", "ManagedClusterConditionAvailable"];
const managed = { status: { conditions: JOINED.map((type) => ({ type, status: "True" })) } };
const hubApi = {
  get: async () => managed,
  post: async () => ({ status: { token: "PLANTED" } }),
  put: async () => ({}),
};
const kubeconfig = JSON.stringify({ clusters: [{ name: "c1", cluster: { server: "https://c1.example" } }] });

function register(joined = false) {
  return record(() => {
    const hub = new Cluster("local", { kubeconfig: "hub" });
    const cluster = new Cluster("c1", { kubeconfig: "member", labels: { region: "north" } });
    const endpoint = { server: "https://hub.example" };
    const args = { cluster, hub, kubeconfig, hubApi, endpoint, klusterlet: DEFAULT_KLUSTERLET, timeoutSeconds: 5 };
    new Registration("c1", { ...args, joined });
  });
}

const SECRET = "c1/member/open-cluster-management-agent/Secret/bootstrap-hub-kubeconfig";
const AGENT = "c1/member/open-cluster-management-agent/Deployment/klusterlet-registration-agent";
const WORK = "c1/member/open-cluster-management-agent/Deployment/klusterlet-work-agent";

describe("a registration", () => {
  it("makes what is on the hub with the hub's provider, and the agents with the cluster's own", async () => {
    const all = await register();
    const providers = new Map(all.map(({ name, provider }) => [name, provider]));
    expect(providers.get("c1/hub/ManagedCluster/c1")).toBe("local");
    expect(providers.get(AGENT)).toBe("c1");
    expect(all.find(({ name }) => name === "c1/hub/ManagedCluster/c1")?.inputs).toMatchObject({
      metadata: { labels: { region: "north" } },
      spec: { hubAcceptsClient: true, managedClusterClientConfigs: [{ url: "https://c1.example" }] },
    });
  });

  it("gives the agents a secret token when the hub knows them, and starts the work agent when they have joined", async () => {
    const all = await register();
    const find = (wanted: string) => all.find(({ name }) => name === wanted);
    const data = (find(SECRET)?.inputs.data ?? {}) as { kubeconfig?: { secret: string } };
    expect(Buffer.from(data.kubeconfig?.secret ?? "", "base64").toString()).toContain('"token":"PLANTED"');
    expect(find(SECRET)?.dependsOn).toEqual(
      expect.arrayContaining(["c1/hub/ManagedCluster/c1", "c1/hub/ClusterRoleBinding/flotilla:bootstrap:c1"]),
    );
    expect(find(AGENT)?.dependsOn).toEqual([SECRET]);
    expect(find(WORK)?.dependsOn).toEqual([AGENT]);
  });

  it("asks for no token when the cluster has joined, and lets the old one stay", async () => {
    const all = await register(true);
    const secret = all.find(({ name }) => name === SECRET);
    expect(secret?.ignoreChanges).toEqual(["data"]);
    expect(JSON.stringify(all)).not.toContain("PLANTED");
  });

  it("leaves behind what others may keep things in", async () => {
    const kept = (await register()).filter(({ retainOnDelete }) => retainOnDelete);
    expect(kept.map(({ name }) => name).sort()).toEqual([
      "c1/hub/Namespace/c1",
      "c1/member/CustomResourceDefinition/appliedmanifestworks.work.open-cluster-management.io",
      "c1/member/CustomResourceDefinition/clusterclaims.cluster.open-cluster-management.io",
    ]);
  });
});

describe("the registrations of a stack", () => {
  const entry = (cluster: string, previousNames: string[] = []) => ({ cluster, kubeconfig, previousNames });
  const settings = {
    ...{ registry: { clusters: [], allowCrossNamespace: true }, registration: "ocm" as const, hubAPIServer: "" },
    ...{ klusterlet: DEFAULT_KLUSTERLET, timeoutSeconds: 5 },
  };
  const areNew = (credentials: ReturnType<typeof entry>[], joined: string[], registered: string[]) => {
    const joining = new Map(joined.map((name) => [name, { joined: true }]));
    const hub = { joining, endpoint: {}, managed: [], chosen: new Map() } as unknown as Hub;
    return Registrations.of({ ...settings, credentials }, hub, { registered }).areNew;
  };

  it("are new as long as any of the clusters has not joined in an earlier run", () => {
    expect(areNew([entry("c1"), entry("c2")], ["c1", "c2"], ["c1"])).toBe(true);
    expect(areNew([entry("c1"), entry("c2")], ["c1"], ["c1", "c2"])).toBe(true);
    expect(areNew([entry("c1"), entry("renamed", ["c2"])], ["c1", "c2"], ["c1", "c2"])).toBe(false);
    expect(areNew([entry("local")], [], [])).toBe(false);
  });
});
