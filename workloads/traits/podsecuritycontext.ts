import { z } from "zod";
import { patchPodSpec } from "../patch/pod-spec";
import { anyJson } from "../pod/schema";
import { traitType } from "../types";
import { POD_WORKLOADS } from "./applies-to";

const profile = z
  .object({
    type: z.enum(["RuntimeDefault", "Unconfined", "Localhost"]).describe("Where the profile comes from"),
    localhostProfile: z.string().optional().describe("Profile on the node, with `type: Localhost`"),
  })
  .catchall(anyJson);

/** Trait `podsecuritycontext`: what the containers of a pod may do, as far as the pod as a whole says it. */
export const podSecurityContext = traitType({
  name: "podsecuritycontext",
  description: "Sets the security context of the pods",
  appliesTo: POD_WORKLOADS,
  schema: z.object({
    appArmorProfile: profile.optional().describe("AppArmor profile of the containers"),
    fsGroup: z.int().optional().describe("Group that owns the files in the volumes"),
    runAsGroup: z.int().optional().describe("Group ID that the containers run with"),
    runAsUser: z.int().optional().describe("User ID that the containers run with"),
    seccompProfile: profile.optional().describe("Seccomp profile of the containers"),
    runAsNonRoot: z.boolean().default(true).describe("Whether containers that would run as root are refused"),
  }),
  apply: (securityContext, { workload }) => ({ workload: patchPodSpec(workload, { securityContext }) }),
});
