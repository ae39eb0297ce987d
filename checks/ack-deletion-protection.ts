import { clusterCheck } from "./types";

/** What deletes a cluster by mistake deletes everything in it. */
export const ackDeletionProtection = clusterCheck({
  name: "ack-deletion-protection",
  description: "Every ACK cluster is protected from deletion",
  about: "clusters",
  onlyProduction: true,
  parameters: {},
  check({ create }) {
    if (create === undefined || create.deletionProtection) return [];
    return [{ path: ["deletionProtection"], problem: "is false", hint: "remove it: the default is true" }];
  },
});
