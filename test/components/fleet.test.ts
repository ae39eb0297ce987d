import { isSecret, log, type Output } from "@pulumi/pulumi";
import type { MockCallArgs } from "@pulumi/pulumi/runtime/mocks";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { makeApplications } from "../../components/deliver";
import { Fleet } from "../../components/fleet";
import { knownAck } from "../../model/ack/known";
import { parseDocuments } from "../../model/documents";
import { stackClusters } from "../../model/registry";
import { planDeliveries } from "../../plan/deliveries";
import { usedClusters } from "../../plan/used-clusters";
import { ApiServer, answerJson } from "../support/api-server";
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

/** What the run keeps of the created cluster. */
const CREATED = {
  created: {
    network: CLUSTERS[0]?.ack.network,
    podNetwork: { type: "flannel", podCidr: "172.20.0.0/16" },
    nodePools: [{ name: "default", instanceTypes: ["ecs.g7.large"], desiredSize: 2 }],
    deletionProtection: true,
    allowReplacement: false,
    settings: { clusterSpec: "ack.pro.small", serviceCidr: "172.21.0.0/20" },
  },
};

beforeEach(() => {
  vi.stubEnv("ALICLOUD_ACCESS_KEY", "key");
  vi.stubEnv("ALICLOUD_SECRET_KEY", "PLANTED");
  vi.spyOn(log, "info").mockResolvedValue();
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
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

/** What Alibaba Cloud answers: clusters that exist run, and everybody gets credentials. The state is empty. */
function answer({ token, inputs }: MockCallArgs): Record<string, unknown> {
  if (token === "pulumi:pulumi:readStackResourceOutputs") return { outputs: {} };
  if (token !== "alicloud:cs/getClusters:getClusters") return { kubeConfig: KUBECONFIG, expiration: soon(60) };
  const all = ["c123", "poc-01-id"].map((clusterId) => ({ clusterId, clusterName: "its-own", state: "running" }));
  return { clusters: all.filter(({ clusterId }) => inputs.ids === undefined || inputs.ids[0] === clusterId) };
}

/** The time in some minutes. */
const soon = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();

/** What a run asks Alibaba Cloud, given what the last one left. */
async function asked(ack: Record<string, unknown>): Promise<unknown[]> {
  const questions: unknown[] = [];
  await record(
    () => make({ ack }),
    (question) => {
      questions.push(question.inputs);
      return answer(question);
    },
  );
  return questions.sort((a, b) => JSON.stringify(b).localeCompare(JSON.stringify(a)));
}

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

  it("asks for credentials of each cluster once, of those that exist before it plans", async () => {
    expect(await asked({ "poc-01": { id: "poc-01-id", region: "cn-beijing" } })).toEqual([
      {},
      { ids: ["c123"] },
      { clusterId: "poc-01-id", temporaryDurationMinutes: 60 },
      { clusterId: "c123", temporaryDurationMinutes: 60 },
    ]);
  });

  it("uses the credentials of the last run while they are good for half of their time", async () => {
    const server = new ApiServer(({ headers }, response) =>
      answerJson(response, {}, headers.authorization === "Bearer good" ? 200 : 401),
    );
    await server.start();
    const known = (token: string, minutes: number) => ({
      "poc-01": {
        ...{ id: "poc-01-id", region: "cn-beijing" },
        credential: { kubeconfig: server.kubeconfig({ token }), expires: soon(minutes) },
      },
    });
    const askedAnew = { clusterId: "poc-01-id", temporaryDurationMinutes: 60 };
    expect(await asked(known("good", 31))).not.toContainEqual(askedAnew);
    expect(await asked(known("good", 29))).toContainEqual(askedAnew);
    expect(await asked(known("revoked", 31))).toContainEqual(askedAnew);
    await server.stop();
  });

  it("says which clusters that are joined cannot be used, all at once", async () => {
    const clusters = ["c1", "c2"].map((id) => ({ name: id, ack: { region: "cn-beijing", id } }));
    const failed = record(
      async () => (await Fleet.of(stackClusters(clusters).credentials, {})).connections(["c1", "c2"]),
      ({ inputs }) => ({ clusters: inputs.ids[0] === "c1" ? [] : [{ clusterId: "c2", state: "deleting" }] }),
    );
    await expect(failed).rejects.toThrow(
      [
        'error: flotilla:clusters[0].ack: cluster "c1": there is no cluster c1 in cn-beijing, or the account may not see it (check region and id, and what the account may do)',
        'error: flotilla:clusters[1].ack: cluster "c2": cluster c2 cannot be used: it is deleting (check region and id, and what the account may do)',
      ].join("\n"),
    );
  });

  it("tells how the creation of a cluster gets on, but not of one that was there", async () => {
    const info = vi.mocked(log.info);
    await record(make, answer);
    expect(info.mock.calls.map(([text]) => text)).toEqual([
      'cluster "poc-01": the control plane is there (poc-01-id); nodes follow',
      'cluster "poc-01": its nodes are there',
    ]);
    info.mockClear();
    await record(() => make({ ack: { "poc-01": { id: "poc-01-id", region: "cn-beijing" } } }), answer);
    expect(info).not.toHaveBeenCalled();
  });

  it("goes on without a cluster that somebody has deleted in the cloud, and creates it", async () => {
    const warn = vi.spyOn(log, "warn").mockResolvedValue();
    const gone = ({ token, inputs }: MockCallArgs) => {
      if (inputs.clusterId === "gone") throw new Error("ErrorClusterNotFound");
      return answer({ token, inputs });
    };
    const all = await record(() => make({ ack: { "poc-01": { id: "gone", region: "cn-beijing" } } }), gone);
    expect(all.map(({ type }) => type)).toContain("alicloud:cs/managedKubernetes:ManagedKubernetes");
    expect(warn).toHaveBeenCalledWith(
      expect.stringContaining('cluster "poc-01" was created earlier and cannot be asked'),
    );
  });

  it("keeps for the next run what it created and the credentials, as a secret", async () => {
    let kept: unknown;
    await record(async () => {
      const fleet = await Fleet.of(stackClusters(CLUSTERS.slice(0, 1)).credentials, {});
      fleet.clusters(await fleet.connections(["poc-01"]));
      const output = fleet.outputs().ack;
      output?.apply((value) => {
        kept = value;
      });
      expect(await isSecret(output as Output<unknown>)).toBe(true);
    }, answer);
    const { created } = CREATED;
    expect(knownAck(kept)).toEqual({
      "poc-01": {
        ...{ id: "poc-01-id", region: "cn-beijing", created },
        credential: { kubeconfig: expect.stringContaining("192.0.2.1"), expires: expect.any(String) },
      },
    });
  });

  it("needs credentials of an account, and says where they can come from", async () => {
    vi.stubEnv("ALICLOUD_SECRET_KEY", undefined);
    await expect(record(make, answer)).rejects.toThrow(
      "flotilla:clusters: clusters in Alibaba Cloud need credentials of an account, and there is no secretKey",
    );
  });
});
