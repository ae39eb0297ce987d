import { z } from "zod";
import { forContainers, patchContainers } from "../patch/containers";
import { traitType } from "../types";
import { POD_WORKLOADS } from "./applies-to";

const flag = (fallback: boolean) => z.boolean().default(fallback);
const capabilities = z.array(z.string()).optional();

const shape = {
  addCapabilities: capabilities.describe("Linux capabilities that the processes get"),
  allowPrivilegeEscalation: flag(false).describe("Whether a process may get more privileges than its parent"),
  dropCapabilities: capabilities.describe("Linux capabilities that the processes lose"),
  privileged: flag(false).describe("Whether the container may do on the node what root may do there"),
  readOnlyRootFilesystem: flag(false).describe("Whether the container cannot write to its own file system"),
  runAsNonRoot: flag(true).describe("Whether the container is refused when it would run as root"),
  runAsUser: z.int().optional().describe("User ID to run with"),
  runAsGroup: z.int().optional().describe("Group ID to run with"),
};

/** Trait `securitycontext`: what containers may do. Without any properties it locks the component's container down. */
export const securityContext = traitType({
  name: "securitycontext",
  description: "Sets the security context of containers",
  appliesTo: POD_WORKLOADS,
  schema: forContainers(shape),
  apply: (properties, context) =>
    patchContainers(
      properties,
      context,
      ({ containerName: _, addCapabilities: add, dropCapabilities: drop, ...rest }) => ({
        securityContext: { capabilities: { add, drop }, ...rest },
      }),
      {},
    ),
});
