import { z } from "zod";
import { patchPodSpec } from "../patch/pod-spec";
import { hostAliasSchema } from "../pod/host-aliases";
import { anyJson } from "../pod/schema";
import { traitType } from "../types";
import { POD_WORKLOADS } from "./applies-to";

/** Trait `hostalias`: lines for the hosts file of the pods. One for an address that is there already must agree with it. */
export const hostalias = traitType({
  name: "hostalias",
  description: "Adds lines to the hosts file of the pods",
  appliesTo: POD_WORKLOADS,
  schema: z.object({
    hostAliases: z.array(hostAliasSchema.catchall(anyJson)).default([]).describe("The lines to add"),
  }),
  apply: ({ hostAliases }, { workload }) => ({
    workload: patchPodSpec(workload, { hostAliases }, { hostAliases: { key: "ip" } }),
  }),
});
