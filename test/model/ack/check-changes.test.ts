import { describe, expect, it } from "vitest";
import { checkAckChanges } from "../../../model/ack/check-changes";
import type { KnownAck } from "../../../model/ack/known";
import { formatFinding } from "../../../model/findings";
import { stackClusters } from "../../../model/registry";

const network = { vpcCidr: "10.0.0.0/16", vswitches: [{ zone: "h", cidr: "10.0.0.0/20" }] };
const ACK = { region: "cn-beijing", network, nodePools: [{ name: "default", instanceTypes: ["ecs.g7.large"] }] };

/** What the outputs keep of a cluster that was created so. */
function known(ack: object): KnownAck {
  const created = stackClusters([{ name: "c", ack }]).credentials[0]?.ack?.create;
  return { id: "c1", region: "cn-beijing", created };
}

/** What is told when a cluster changes. */
function told(before: object, now: object, entry: object = {}): string[] {
  const { credentials } = stackClusters([
    { name: "a", context: "a" },
    { name: "c", ack: now, ...entry },
  ]);
  return checkAckChanges(credentials, { c: known(before) }).map(formatFinding);
}

describe("a cluster that was created", () => {
  it("may change in everything that the cloud can change", () => {
    const now = {
      ...ACK,
      network: { ...network, vswitches: [...network.vswitches, { zone: "i", cidr: "10.0.16.0/20" }] },
      nodePools: [{ name: "other", instanceTypes: ["ecs.g8.large"], desiredSize: 9 }],
      version: "1.34.1-aliyun.1",
      clusterSpec: "ack.pro.xlarge",
      tags: { a: "b" },
      deletionProtection: false,
    };
    expect(told(ACK, now)).toEqual([]);
  });

  it("may say what the cloud takes anyway", () => {
    expect(told(ACK, { ...ACK, proxyMode: "ipvs", nodeCidrMask: 24, newNatGateway: true })).toEqual([]);
  });

  it.each([
    ["region", { region: "cn-hangzhou" }, 'region changes from "cn-beijing" to "cn-hangzhou"'],
    ["serviceCidr", { serviceCidr: "172.21.16.0/20" }, "serviceCidr changes from"],
    ["podNetwork.podCidr", { podNetwork: { podCidr: "172.16.0.0/16" } }, "podNetwork.podCidr changes from"],
    [
      "podNetwork.type",
      { podNetwork: { type: "terway", vswitchIds: ["v"] } },
      'podNetwork.type changes from "flannel" to',
    ],
    ["proxyMode", { proxyMode: "iptables" }, 'proxyMode changes from "ipvs" to "iptables"'],
    ["nodeCidrMask", { nodeCidrMask: 25 }, "nodeCidrMask changes from 24 to 25"],
    ["clusterDomain", { clusterDomain: "a.b" }, 'clusterDomain changes from "cluster.local" to "a.b"'],
    ["apiAudiences", { apiAudiences: ["a"] }, 'apiAudiences changes from nothing to ["a"]'],
    [
      "network.vswitches",
      { network: { ...network, vswitches: [{ zone: "h", cidr: "10.0.16.0/20" }] } },
      "network.vswitches in h",
    ],
    [
      "network.vswitches",
      { network: { ...network, vswitches: [{ zone: "i", cidr: "10.0.16.0/20" }] } },
      'in h changes from "10.0.0.0/20" to nothing',
    ],
    ["network.vpcCidr", { network: { ...network, vpcCidr: "10.0.0.0/15" } }, "network.vpcCidr changes from"],
  ])("is not replaced because of its %s", (path, change, message) => {
    const messages = told(ACK, { ...ACK, ...change }).join("\n");
    expect(messages).toContain(`error: flotilla:clusters[1].ack.${path}: `);
    expect(messages).toContain(message);
    expect(messages).toContain('for which the cloud would replace cluster "c"');
  });

  it("is replaced when somebody says so, after its protection was taken away", () => {
    const now = { ...ACK, proxyMode: "iptables", deletionProtection: false, allowReplacement: true };
    expect(told(ACK, now)).toEqual([
      'error: flotilla:clusters[1].ack.proxyMode: proxyMode changes from "ipvs" to "iptables", but cluster "c" is still protected in the cloud (take it back, run pulumi up, and change it then)',
    ]);
    expect(told({ ...ACK, deletionProtection: false }, now)).toEqual([
      'warning: flotilla:clusters[1].ack.proxyMode: proxyMode changes from "ipvs" to "iptables": cluster "c" is replaced, and everything is delivered to it anew',
    ]);
  });

  it.each([
    ["newNatGateway", { newNatGateway: false }],
    ["slbInternetEnabled", { slbInternetEnabled: false }],
    ["isEnterpriseSecurityGroup", { isEnterpriseSecurityGroup: true }],
    ["addons", { addons: [{ name: "arms-prometheus" }] }],
  ])("is told that %s counts only at its creation", (path, change) => {
    expect(told(ACK, { ...ACK, ...change })).toEqual([
      `warning: flotilla:clusters[1].ack.${path}: ${path} counts only when a cluster is created: "c" stays as it is (change it in the console of Alibaba Cloud too)`,
    ]);
  });

  it("is not lost by taking it out of the configuration, by joining it, or by a new name", () => {
    const gone = expect.stringMatching(/^error: flotilla:clusters: cluster "c", which the stack created, is protected/);
    expect(checkAckChanges([], { c: known(ACK) }).map(formatFinding)).toEqual([gone]);
    expect(told(ACK, { region: "cn-beijing", id: "c1" })).toEqual([gone]);
    expect(told(ACK, ACK, { name: "d" })).toEqual([gone]);
    expect(told(ACK, ACK, { name: "d", previousNames: ["c"] })).toEqual([]);
  });

  it("can be taken out of the configuration once it is not protected", () => {
    expect(checkAckChanges([], { c: known({ ...ACK, deletionProtection: false }) })).toEqual([]);
  });

  it("is compared with nothing when it was only joined", () => {
    expect(checkAckChanges([], { c: { id: "c1", region: "cn-beijing" } })).toEqual([]);
  });
});
