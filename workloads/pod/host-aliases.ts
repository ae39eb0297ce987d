import { z } from "zod";
import { anyJson } from "./schema";

/** One line of the pod's hosts file. */
export const hostAliasSchema = z.object({
  ip: z.string().describe("IP address"),
  hostnames: z.array(z.string()).default([]).describe("Host names that resolve to it"),
});

/** Lines of the pod's hosts file; keys that are not described go into the pod as they are. */
export const hostAliasesShape = {
  hostAliases: z.array(hostAliasSchema.catchall(anyJson)).optional().describe("Lines for the hosts file of the pods"),
};
