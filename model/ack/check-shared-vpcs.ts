import type { Notes } from "../notes";
import type { Origin } from "../source";
import { type Block, blocksOf, checkOverlap } from "./check-addresses";
import type { AckSettings } from "./types";

/** A cluster of the configuration, and where its `ack` stands. */
interface Entry {
  cluster: string;
  ack?: AckSettings | undefined;
  origin: Origin;
}

/**
 * Clusters in one VPC see each other's addresses, those of pods and services too, so none may have the same. Those of clusters in
 * VPCs of their own may.
 */
export function checkSharedVpcs(entries: readonly Entry[], notes: Notes): void {
  const byVpc = new Map<string, Block[]>();
  for (const { cluster, ack, origin } of entries) {
    const { create, region } = ack ?? {};
    if (create === undefined || !("vpcId" in create.network)) continue;
    const key = JSON.stringify([region, create.network.vpcId]);
    const blocks = blocksOf(create, origin).map((block) => ({ ...block, what: `${block.what} of "${cluster}"` }));
    const earlier = byVpc.get(key) ?? [];
    for (const block of blocks) checkOverlap(block, earlier, notes);
    byVpc.set(key, [...earlier, ...blocks]);
  }
}
