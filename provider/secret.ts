import { LOCAL_CLUSTER } from "../model/cluster";
import { isObject } from "../model/json";
import type { RunContext } from "../plan/steps/run-context";
import type { SecretValue } from "../plan/steps/secret-value";

/** A value that is written in the step, or in a Secret of the Application's namespace. */
export async function secretText(value: SecretValue, { cluster, context }: RunContext): Promise<string> {
  if ("value" in value) return value.value;
  const { name, key } = value.secretRef;
  const metadata = { name, namespace: String(context.namespace) };
  const secret = await cluster(LOCAL_CLUSTER).read({ apiVersion: "v1", kind: "Secret", metadata });
  const data = isObject(secret?.data) ? secret.data[key] : undefined;
  if (typeof data === "string") return Buffer.from(data, "base64").toString();
  const what = secret === undefined ? `Secret "${name}"` : `key "${key}" in Secret "${name}"`;
  throw new Error(`there is no ${what} in namespace "${metadata.namespace}" of cluster "${LOCAL_CLUSTER}"`);
}
