import { childOrigin, type Notes } from "../notes";
import type { Origin } from "../source";
import { mostNodes } from "./build-node-pools";
import { contains, overlap, prefixOf, subdivisions } from "./cidr";
import type { AckCreation, Vswitch } from "./types";

/** Lengths that Alibaba Cloud accepts. */
const VPC_LENGTHS = { from: 8, to: 28 };
const VSWITCH_LENGTHS = { from: 16, to: 29 };

/** Blocks that Alibaba Cloud keeps for itself or that are no addresses of machines. */
const RESERVED = ["100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4"];

/** Bits that all pods of a node share in flannel, when nothing else is said. */
const NODE_CIDR_MASK = 24;

/** Addresses of one kind, and where they were written. */
export interface Block {
  /** What they are for, as messages say it. */
  what: string;
  cidr: string;
  origin: Origin;
}

/** The blocks of addresses of a cluster that are known, the VPC left out. */
export function blocksOf({ network, podNetwork, settings }: AckCreation, origin: Origin): Block[] {
  const vswitches = "vswitches" in network ? vswitchBlocks(network.vswitches, "network", "vswitch", origin) : [];
  return [
    ...vswitches,
    ...("vswitches" in podNetwork ? vswitchBlocks(podNetwork.vswitches, "podNetwork", "pod vswitch", origin) : []),
    ...("podCidr" in podNetwork
      ? [{ what: "pods", cidr: podNetwork.podCidr, origin: childOrigin(origin, "podNetwork", "podCidr") }]
      : []),
    { what: "services", cidr: settings.serviceCidr, origin: childOrigin(origin, "serviceCidr") },
  ];
}

function vswitchBlocks(vswitches: readonly Vswitch[], key: string, what: string, origin: Origin): Block[] {
  return vswitches.map(({ zone, cidr }, index) => ({
    what: `the ${what} in ${zone}`,
    cidr,
    origin: childOrigin(origin, key, "vswitches", index, "cidr"),
  }));
}

/** Says which addresses of one cluster cannot be used together, or not at all. */
export function checkAddresses(create: AckCreation, origin: Origin, notes: Notes): void {
  const blocks = blocksOf(create, origin);
  checkVpc(create, blocks, origin, notes);
  for (const block of blocks) {
    if (isVswitch(block)) checkLength(block, VSWITCH_LENGTHS, notes);
    checkReserved(block, notes);
  }
  checkOverlaps(blocks, notes);
  checkNodes(create, origin, notes);
}

function checkVpc({ network }: AckCreation, blocks: readonly Block[], origin: Origin, notes: Notes): void {
  if (!("vpcCidr" in network)) return;
  const vpc = { what: "the VPC", cidr: network.vpcCidr, origin: childOrigin(origin, "network", "vpcCidr") };
  checkLength(vpc, VPC_LENGTHS, notes);
  checkReserved(vpc, notes);
  for (const block of blocks) {
    if (!isVswitch(block)) {
      checkOverlap(block, [vpc], notes);
    } else if (!contains(vpc.cidr, block.cidr)) {
      const message = `${block.what} has ${block.cidr}, which is not a part of the VPC's ${vpc.cidr}`;
      notes.error(block.origin, [], "invalid-value", message);
    }
  }
}

function isVswitch({ origin }: Block): boolean {
  return origin.path.includes("vswitches");
}

function checkLength({ what, cidr, origin }: Block, { from, to }: { from: number; to: number }, notes: Notes): void {
  const length = prefixOf(cidr);
  if (length >= from && length <= to) return;
  notes.error(origin, [], "invalid-value", `${what} has ${cidr}, and its length must be from /${from} to /${to}`);
}

function checkReserved({ what, cidr, origin }: Block, notes: Notes): void {
  const reserved = RESERVED.find((block) => overlap(block, cidr));
  if (reserved === undefined) return;
  const hint = "use a part of 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16";
  notes.error(origin, [], "invalid-value", `${what} cannot have ${cidr}, because ${reserved} is reserved`, hint);
}

function checkOverlaps(blocks: readonly Block[], notes: Notes): void {
  for (const [index, block] of blocks.entries()) checkOverlap(block, blocks.slice(0, index), notes);
}

/** Says of a block which of others it overlaps first. */
export function checkOverlap({ what, cidr, origin }: Block, others: readonly Block[], notes: Notes): void {
  const other = others.find((one) => overlap(one.cidr, cidr));
  if (other === undefined) return;
  const message = `${what}: ${cidr} overlaps ${other.cidr} of ${other.what}`;
  notes.error(origin, [], "invalid-value", message, "use addresses that nothing else has");
}

/** With flannel, every node gets a block of the pods' addresses. */
function checkNodes({ podNetwork, nodePools, settings }: AckCreation, origin: Origin, notes: Notes): void {
  if (!("podCidr" in podNetwork)) return;
  const mask = settings.nodeCidrMask ?? NODE_CIDR_MASK;
  const room = subdivisions(podNetwork.podCidr, mask);
  const nodes = nodePools.reduce((sum, pool) => sum + mostNodes(pool), 0);
  if (nodes <= room) return;
  const message = `${podNetwork.podCidr} has pod addresses for ${room} nodes, and the node pools can have ${nodes}`;
  const hint = "use a shorter length, or a larger nodeCidrMask, which means fewer pods on each node";
  notes.error(origin, ["podNetwork", "podCidr"], "invalid-value", message, hint);
}
