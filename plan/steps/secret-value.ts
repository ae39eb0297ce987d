import { z } from "zod";
import { LOCAL_CLUSTER } from "../../model/cluster";
import { isObject, type Json, type JsonObject } from "../../model/json";

const reference = z.strictObject({
  name: z.string().describe("Name of a Secret in the Application's namespace of the cluster `local`."),
  key: z.string().describe("Key in the Secret."),
});

/** A value that is written in the step, or in a Secret. */
export const secretValue = z.union([
  z.strictObject({ value: z.string().describe("The value itself.") }),
  z.strictObject({ secretRef: reference.describe("Where the value is, which then is in no file.") }),
]);

/** A value that is written in the step, or in a Secret. */
export type SecretValue = z.infer<typeof secretValue>;

/** The cluster with the Secrets that properties refer to, if they do. */
export function clusterOfSecrets(properties: JsonObject): readonly string[] {
  return refers(properties) ? [LOCAL_CLUSTER] : [];
}

function refers(value: Json): boolean {
  if (Array.isArray(value)) return value.some(refers);
  return isObject(value) && ("secretRef" in value || Object.values(value).some(refers));
}
