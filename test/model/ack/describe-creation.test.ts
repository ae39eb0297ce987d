import { expect, it } from "vitest";
import { describeCreation } from "../../../model/ack/describe-creation";
import { stackClusters } from "../../../model/registry";

const vswitches = [{ zone: "h", cidr: "10.0.0.0/20" }];
const pool = { name: "a", instanceTypes: ["ecs.g7.large", "ecs.g6.large"], desiredSize: 1 };

/** What is said of clusters with these `ack`s. */
function described(...acks: object[]): string | undefined {
  const { credentials } = stackClusters(
    acks.map((ack, index) => ({ name: `c${index}`, ack: { region: "r", ...ack } })),
  );
  return describeCreation(credentials.flatMap(({ cluster, ack }) => (ack === undefined ? [] : [{ cluster, ack }])));
}

it("says what a cluster consists of that is charged for", () => {
  const scaled = { ...pool, name: "b", desiredSize: undefined, scalingConfig: { minSize: 0, maxSize: 5 } };
  const ack = { network: { vpcCidr: "10.0.0.0/16", vswitches }, nodePools: [pool, scaled] };
  expect(described(ack)).toBe(
    [
      "1 ACK cluster will be created, which takes about 15 minutes and costs money:",
      "  c0 in r: a control plane (ack.pro.small), 1 node ecs.g7.large or ecs.g6.large, 0 to 5 nodes ecs.g7.large or ecs.g6.large, a VPC, a vswitch, a NAT gateway, unless the VPC has one, a load balancer with a public address for the API server",
    ].join("\n"),
  );
});

it("says nothing of what exists", () => {
  const existing = {
    network: { vswitchIds: ["v"] },
    nodePools: [pool],
    newNatGateway: false,
    slbInternetEnabled: false,
  };
  expect(described(existing, { id: "c1" })).toBe(
    [
      "1 ACK cluster will be created, which takes about 15 minutes and costs money:",
      "  c0 in r: a control plane (ack.pro.small), 1 node ecs.g7.large or ecs.g6.large, a load balancer for the API server that only the VPC reaches",
    ].join("\n"),
  );
  expect(described({ id: "c1" })).toBeUndefined();
});
