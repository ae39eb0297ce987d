import { z } from "zod";
import { sortedEntries } from "../entries";
import { patchPodSpec } from "../patch/pod-spec";
import { traitType } from "../types";
import { POD_WORKLOADS } from "./applies-to";

const secretKey = z.strictObject({
  secret: z.string().describe("Name of the Secret"),
  key: z.string().optional().describe("Key in the Secret; the name of the variable when absent"),
});

const RULES = { containers: { key: "name" }, "containers.env": { key: "name" } };

/** Trait `service-binding`: environment variables from Secrets, in the container that is named as the component. */
export const serviceBinding = traitType({
  name: "service-binding",
  description: "Deprecated, use `storage`: sets environment variables from keys of Secrets",
  appliesTo: POD_WORKLOADS,
  schema: z.object({
    envMappings: z.record(z.string(), secretKey).default({}).describe("Where each variable gets its value from"),
  }),
  apply({ envMappings }, { name, workload }) {
    const env = sortedEntries(envMappings).map(([variable, { secret, key = variable }]) => ({
      name: variable,
      valueFrom: { secretKeyRef: { name: secret, key } },
    }));
    return { workload: patchPodSpec(workload, { containers: [{ name, env }] }, RULES) };
  },
});
