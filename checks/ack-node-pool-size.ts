import { z } from "zod";
import { leastNodes } from "../model/ack/build-node-pools";
import { clusterCheck } from "./types";

/** A pool of one node has nowhere to put its pods when the node is updated. */
export const ackNodePoolSize = clusterCheck({
  name: "ack-node-pool-size",
  description: "Every node pool of an ACK cluster has several nodes",
  about: "clusters",
  onlyProduction: true,
  parameters: { minimum: z.int().min(1).default(2).describe("How many nodes are enough") },
  check: ({ create }, { minimum }) =>
    (create?.nodePools ?? []).flatMap((pool, index) => {
      const nodes = leastNodes(pool);
      if (nodes >= minimum) return [];
      const field = pool.scalingConfig === undefined ? ["desiredSize"] : ["scalingConfig", "minSize"];
      const problem = `is ${nodes} for node pool "${pool.name}", must be at least ${minimum}`;
      return [{ path: ["nodePools", index, ...field], problem, hint: `set it to ${minimum} or more` }];
    }),
});
