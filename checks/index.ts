import { ackDeletionProtection } from "./ack-deletion-protection";
import { ackNodePoolSize } from "./ack-node-pool-size";
import { ackPublicApi } from "./ack-public-api";
import { imageTag } from "./image-tag";
import { loadBalancer } from "./load-balancer";
import { privileged } from "./privileged";
import { registries } from "./registries";
import { replicas } from "./replicas";
import { resources } from "./resources";
import type { CheckType } from "./types";

/** The checks that there are; all are off until `flotilla:checks` switches them on. */
export const CHECKS: readonly CheckType[] = [
  imageTag,
  registries,
  resources,
  replicas,
  privileged,
  loadBalancer,
  ackPublicApi,
  ackDeletionProtection,
  ackNodePoolSize,
];
