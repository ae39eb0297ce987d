import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { makeApplications } from "../../components/deliver";
import { Fleet } from "../../components/fleet";
import { parseDocuments } from "../../model/documents";
import { stackClusters } from "../../model/registry";
import { planDeliveries, usedClusters } from "../../plan/deliveries";
import { record } from "../support/monitor";

const KUBECONFIG = JSON.stringify({
  "current-context": "a",
  contexts: [{ name: "a", context: { cluster: "a", user: "a" } }],
  clusters: [{ name: "a", cluster: { server: "https://192.0.2.1:6443" } }],
  users: [{ name: "a", user: { token: "PLANTED" } }],
});

const CLUSTERS = [
  {
    name: "poc-01",
    labels: { purpose: "test" },
    initialNamespaces: ["demo"],
    ack: {
      region: "cn-beijing",
      network: { vpcCidr: "10.0.0.0/16", vswitches: [{ zone: "cn-beijing-h", cidr: "10.0.0.0/20" }] },
      nodePools: [{ name: "default", instanceTypes: ["ecs.g7.large"] }],
    },
  },
  { name: "old", ack: { region: "cn-beijing", id: "c123" } },
];

const APPLICATION = `
apiVersion: core.oam.dev/v1beta1
kind: Application
metadata: { name: shop }
spec:
  components:
    - { name: web, type: webservice, properties: { image: nginx } }
  policies:
    - { name: to, type: topology, properties: { clusters: [poc-01, old] } }
`;

beforeEach(() => {
  vi.stubEnv("ALICLOUD_ACCESS_KEY", "key");
  vi.stubEnv("ALICLOUD_SECRET_KEY", "PLANTED");
});
afterEach(() => {
  vi.unstubAllEnvs();
});

/** Plans and makes everything as the stack's program does. */
async function make(before: Record<string, unknown> = {}): Promise<void> {
  const { registry, credentials } = stackClusters(CLUSTERS);
  const { documents } = parseDocuments([{ file: "app.yaml", text: APPLICATION }]);
  const planned = planDeliveries(documents, registry, { order: "barrier", createNamespaces: true });
  const fleet = await Fleet.of(credentials, before);
  const used = await fleet.connections(fleet.needed(usedClusters(planned)));
  makeApplications(planned, fleet.clusters(used), {});
}

const answer = () => ({ kubeConfig: KUBECONFIG });

describe("a fleet with clusters in Alibaba Cloud", () => {
  it("creates a cluster with its network and nodes, and delivers when they are there", async () => {
    const all = await record(make, answer);
    const edges = all
      .filter(({ type }) => !type.startsWith("flotilla:"))
      .map(({ type, name, provider, dependsOn, deletedWith, protect }) => ({
        is: `${type.split(":").at(-1)} ${name}`,
        ...{ provider, dependsOn, deletedWith, protect },
      }));
    const onCluster = { provider: "poc-01", deletedWith: "poc-01", protect: false };
    const joined = { provider: "old", deletedWith: "", protect: false };
    const network = { provider: "cn-beijing", deletedWith: "", protect: true };
    const ready = ["poc-01", "poc-01-default", "poc-01/Namespace/demo"];
    expect(edges).toHaveLength(10);
    expect(edges).toEqual(
      expect.arrayContaining([
        { is: "alicloud cn-beijing", provider: "", dependsOn: [], deletedWith: "", protect: false },
        { is: "Network poc-01", ...network, dependsOn: [] },
        { is: "Switch poc-01-cn-beijing-h", ...network, dependsOn: ["poc-01"] },
        { is: "ManagedKubernetes poc-01", ...network, dependsOn: ["poc-01-cn-beijing-h"] },
        {
          ...{ is: "NodePool poc-01-default", provider: "cn-beijing", deletedWith: "poc-01", protect: false },
          dependsOn: ["poc-01", "poc-01-cn-beijing-h"],
        },
        { is: "kubernetes poc-01", provider: "", dependsOn: ["poc-01"], deletedWith: "", protect: false },
        { is: "Namespace poc-01/Namespace/demo", ...onCluster, dependsOn: ["poc-01"] },
        { is: "Deployment poc-01/default/Deployment/web", ...onCluster, dependsOn: ready },
        { is: "kubernetes old", provider: "", dependsOn: [], deletedWith: "", protect: false },
        { is: "Deployment old/default/Deployment/web", ...joined, dependsOn: [] },
      ]),
    );
  });

  it("shares one provider in a region, which keeps the account's credentials secret", async () => {
    const all = await record(make, answer);
    const providers = all.filter(({ type }) => type === "pulumi:providers:alicloud");
    expect(providers.map(({ name, inputs }) => [name, inputs])).toEqual([
      ["cn-beijing", { region: "cn-beijing", accessKey: { secret: "key" }, secretKey: { secret: "PLANTED" } }],
    ]);
  });

  it("asks for the credentials of clusters that exist before it plans, and only once", async () => {
    const asked: unknown[] = [];
    await record(
      () => make({ ack: { "poc-01": { id: "poc-01-id", region: "cn-beijing" } } }),
      ({ inputs }) => {
        asked.push(inputs);
        return answer();
      },
    );
    expect(asked).toEqual([
      { clusterId: "poc-01-id", temporaryDurationMinutes: 60 },
      { clusterId: "c123", temporaryDurationMinutes: 60 },
    ]);
  });

  it("needs credentials of an account, and says where they can come from", async () => {
    vi.stubEnv("ALICLOUD_SECRET_KEY", undefined);
    await expect(record(make, answer)).rejects.toThrow(
      "flotilla:clusters: clusters in Alibaba Cloud need credentials of an account, and there is no secretKey",
    );
  });
});
