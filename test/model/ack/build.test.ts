import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatFinding, InputError } from "../../../model/findings";
import { stackClusters } from "../../../model/registry";

const vswitches = [{ zone: "cn-beijing-h", cidr: "10.0.0.0/20" }];
const nodePools = [{ name: "default", instanceTypes: ["ecs.g7.large"] }];
const GOOD = { region: "cn-beijing", network: { vpcCidr: "10.0.0.0/16", vswitches }, nodePools };

/** What is told about clusters with these `ack`s. */
function told(...acks: unknown[]): string[] {
  try {
    return stackClusters(acks.map((ack, index) => ({ name: `c${index}`, ack }))).warnings.map(formatFinding);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.findings.map(formatFinding);
  }
}

describe("ack", () => {
  it("has defaults for all but the network and the nodes", () => {
    const { credentials, registry } = stackClusters([{ name: "c", ack: { ...GOOD, version: "1.33.2-aliyun.1" } }]);
    expect(credentials[0]?.ack).toEqual({
      region: "cn-beijing",
      credentialMinutes: 60,
      create: {
        network: { vpcCidr: "10.0.0.0/16", vswitches },
        podNetwork: { type: "flannel", podCidr: "172.20.0.0/16" },
        nodePools: [{ name: "default", instanceTypes: ["ecs.g7.large"], desiredSize: 2 }],
        deletionProtection: true,
        allowReplacement: false,
        settings: { clusterSpec: "ack.pro.small", serviceCidr: "172.21.0.0/20", version: "1.33.2-aliyun.1" },
      },
    });
    expect(registry.clusters[1]?.version).toEqual({ major: 1, minor: 33 });
  });

  it("joins a cluster by its id", () => {
    const { credentials } = stackClusters([
      { name: "c", ack: { region: "cn-beijing", id: "c1", credentialMinutes: 15 } },
    ]);
    expect(credentials[0]?.ack).toEqual({ region: "cn-beijing", id: "c1", credentialMinutes: 15 });
  });

  it("takes existing networks and pods with addresses of vswitches", () => {
    const existing = { vpcId: "vpc-1", vswitchIds: ["vsw-1"] };
    const terway = { type: "terway", vswitchIds: ["vsw-2"] };
    expect(told({ ...GOOD, network: existing, podNetwork: terway })).toEqual([]);
    expect(told({ ...GOOD, network: { vpcId: "vpc-1", vswitches } })).toEqual([]);
    const own = { type: "terway", vswitches: [{ zone: "cn-beijing-h", cidr: "10.0.16.0/20" }] };
    expect(told({ ...GOOD, podNetwork: own })).toEqual([]);
  });

  it("says everything that is wrong with it at once, by its place", () => {
    const messages = told(
      { ...GOOD, id: "c1" },
      { region: "cn-beijing", nodePools },
      { ...GOOD, network: { vpcCidr: "10.0.0.0/16", vpcId: "vpc-1", vswitches } },
      { ...GOOD, network: { vswitches, vswitchIds: ["vsw-1"] } },
      { ...GOOD, network: { vswitches } },
      { ...GOOD, podNetwork: { podCidr: "172.20.0.0/16", vswitchIds: ["vsw-1"] } },
      { ...GOOD, podNetwork: { type: "terway", podCidr: "172.20.0.0/16" } },
      { ...GOOD, network: { ...GOOD.network, vswitches: [...vswitches, ...vswitches] } },
      { ...GOOD, network: { vswitchIds: ["v"] }, podNetwork: { type: "terway", vswitches } },
      { ...GOOD, allowReplacement: true },
      {
        ...GOOD,
        nodePools: [...nodePools, { ...nodePools[0], desiredSize: 1, scalingConfig: { minSize: 3, maxSize: 2 } }],
      },
    );
    expect(messages).toEqual([
      "error: flotilla:clusters[0].ack.network: network is for a cluster that is created, and this one is joined by its id (remove it, or remove id)",
      "error: flotilla:clusters[0].ack.nodePools: nodePools is for a cluster that is created, and this one is joined by its id (remove it, or remove id)",
      "error: flotilla:clusters[1].ack.network: the network has no vswitches (give vswitches, as a list of zone and cidr, or vswitchIds)",
      "error: flotilla:clusters[2].ack.network.vpcId: there are both vpcCidr and vpcId (remove one of them)",
      "error: flotilla:clusters[3].ack.network.vswitchIds: there are both vswitches and vswitchIds (remove one of them)",
      "error: flotilla:clusters[4].ack.network: nothing says which VPC the vswitches are in (give vpcCidr for a new VPC, or vpcId for an existing one)",
      "error: flotilla:clusters[5].ack.podNetwork.vswitchIds: only terway has vswitchIds (remove it, or set type: terway)",
      "error: flotilla:clusters[6].ack.podNetwork.podCidr: only flannel has podCidr (remove it, or set type: flannel)",
      "error: flotilla:clusters[6].ack.podNetwork: terway needs vswitches for pods (give vswitches, as a list of zone and cidr, or vswitchIds)",
      "error: flotilla:clusters[7].ack.network.vswitches[1].zone: another vswitch is in this zone already (use one for each zone)",
      "error: flotilla:clusters[8].ack.network.vpcId: new vswitches for pods need to know the VPC (give vpcId)",
      "error: flotilla:clusters[9].ack.allowReplacement: a cluster that is protected from deletion cannot be replaced (set deletionProtection: false and run pulumi up, then allow the replacement)",
      'error: flotilla:clusters[10].ack.nodePools[1].name: the node pool "default" is also defined at flotilla:clusters[10].ack.nodePools[0]',
      "error: flotilla:clusters[10].ack.nodePools[1].desiredSize: a node pool that scales itself has no desiredSize (remove it, or remove scalingConfig)",
      "error: flotilla:clusters[10].ack.nodePools[1].scalingConfig.minSize: minSize is 3, more than maxSize, which is 2",
    ]);
  });

  it("checks the forms of values", () => {
    expect(
      told({
        ...GOOD,
        regoin: "x",
        version: "1.34",
        network: { vpcCidr: "10.0.0.1/16", vswitches },
        credentialMinutes: 5,
      }),
    ).toEqual([
      expect.stringMatching(/\.ack\.credentialMinutes: .* must be at least 15/),
      expect.stringMatching(/\.ack\.network\.vpcCidr: .*is "10\.0\.0\.1\/16", must be the first address/),
      expect.stringMatching(/\.ack\.version: .*"1\.34"/),
      expect.stringMatching(/\.ack\.regoin: unknown field/),
    ]);
  });

  it("does not go together with a kubeconfig, nor with a second version", () => {
    const raw = [{ name: "c", ack: { ...GOOD, version: "1.33.2-aliyun.1" }, context: "x", kubernetesVersion: "1.33" }];
    expect(() => stackClusters(raw)).toThrow('cluster "c" has both ack and context');
    expect(() => stackClusters(raw)).toThrow("flotilla:clusters[0].kubernetesVersion: kubernetesVersion is said by");
  });

  it("warns of a cluster without nodes", () => {
    expect(told({ ...GOOD, nodePools: [] })).toEqual([
      expect.stringContaining("warning: flotilla:clusters[0].ack.nodePools: the cluster has no nodes"),
    ]);
  });
});

describe("addresses", () => {
  const network = (vpcCidr: string, cidr: string) => ({
    ...GOOD,
    network: { vpcCidr, vswitches: [{ zone: "z", cidr }] },
  });

  it.each([
    [
      network("10.0.0.0/16", "10.1.0.0/20"),
      "network.vswitches[0].cidr: the vswitch in z has 10.1.0.0/20, which is not a part of",
    ],
    [
      network("10.0.0.0/16", "10.0.0.0/30"),
      "network.vswitches[0].cidr: the vswitch in z has 10.0.0.0/30, and its length must be",
    ],
    [network("10.0.0.0/7", "10.0.0.0/20"), "network.vpcCidr: "],
    [
      network("100.64.0.0/16", "100.64.0.0/20"),
      "network.vpcCidr: the VPC cannot have 100.64.0.0/16, because 100.64.0.0/10 is reserved",
    ],
    [{ ...GOOD, serviceCidr: "10.0.0.0/20" }, "serviceCidr: services: 10.0.0.0/20 overlaps 10.0.0.0/16 of the VPC"],
    [{ ...GOOD, serviceCidr: "172.20.0.0/20" }, "serviceCidr: services: 172.20.0.0/20 overlaps 172.20.0.0/16 of pods"],
    [
      { ...GOOD, podNetwork: { podCidr: "10.0.0.0/8" } },
      "podNetwork.podCidr: pods: 10.0.0.0/8 overlaps 10.0.0.0/16 of the VPC",
    ],
    [
      {
        ...GOOD,
        podNetwork: { podCidr: "172.20.0.0/23" },
        nodePools: [{ ...nodePools[0], scalingConfig: { minSize: 1, maxSize: 3 } }],
      },
      "podNetwork.podCidr: 172.20.0.0/23 has pod addresses for 2 nodes, and the node pools can have 3",
    ],
  ])("of one cluster have to fit together (%#)", (ack, message) => {
    expect(told(ack).join("\n")).toContain(`error: flotilla:clusters[0].ack.${message}`);
  });

  it("may be the same in VPCs of their own, and not in a shared one", () => {
    expect(told(GOOD, GOOD)).toEqual([]);
    const shared = { ...GOOD, network: { vpcId: "vpc-1", vswitches } };
    expect(told(shared, { ...shared, region: "cn-hangzhou" })).toEqual([]);
    expect(told(shared, shared)).toEqual([
      expect.stringContaining(
        '[1].ack.network.vswitches[0].cidr: the vswitch in cn-beijing-h of "c1": 10.0.0.0/20 overlaps 10.0.0.0/20 of the vswitch in cn-beijing-h of "c0"',
      ),
      expect.stringContaining('[1].ack.podNetwork.podCidr: pods of "c1": 172.20.0.0/16 overlaps'),
      expect.stringContaining('[1].ack.serviceCidr: services of "c1": 172.21.0.0/20 overlaps'),
    ]);
  });

  it("make nothing but an InputError, whatever they are", () => {
    const any = fc.oneof(fc.constantFrom("10.0.0.0/8", "10.0.0.0/16", "10.0.1.0/24", "0.0.0.0/0"), fc.string());
    fc.assert(
      fc.property(any, any, any, any, (vpcCidr, cidr, podCidr, serviceCidr) => {
        const ack = { ...network(vpcCidr, cidr), podNetwork: { podCidr }, serviceCidr };
        expect(Array.isArray(told(ack))).toBe(true);
      }),
    );
  });
});
