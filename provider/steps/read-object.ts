import type { z } from "zod";
import type { JsonObject } from "../../model/json";
import type { readObjectSchema } from "../../plan/steps/read-object";
import type { RunContext } from "../../plan/steps/run-context";
import type { KubernetesObject } from "../../workloads/types";

type Properties = z.infer<typeof readObjectSchema>;

/** Reads an object. What is not there has `err` instead of `value`, as in KubeVela. */
export async function runReadObject(properties: Properties, running: RunContext): Promise<JsonObject> {
  const { apiVersion, kind, name, namespace, cluster } = properties;
  const reader = running.cluster(cluster);
  const named = await reader.read({ apiVersion, kind, metadata: { name, namespace } });
  const value = named ?? (await workloadOf(properties, running));
  if (value !== undefined) return found({ value: value as JsonObject });
  const err = `there is no ${kind} "${name}" in namespace "${namespace}" of cluster "${cluster}"`;
  running.message(err);
  return found({ err });
}

/** The workload of the Application's component of that name: its own name may be a longer one. */
async function workloadOf(
  { apiVersion, kind, name, namespace, cluster }: Properties,
  { context, cluster: reach, message }: RunContext,
): Promise<KubernetesObject | undefined> {
  const labels = {
    "app.oam.dev/name": context.name,
    "app.oam.dev/component": name,
    "app.oam.dev/resourceType": "WORKLOAD",
  };
  const [only, ...others] = await reach(cluster).list({ apiVersion, kind }, labels, namespace);
  if (only === undefined || others.length > 0) return undefined;
  message(`"${name}" is the component; its ${kind} is "${only.metadata?.name}"`);
  return only;
}

/** The names under which KubeVela's versions have what was read or applied. */
function found(what: JsonObject): JsonObject {
  const output = { ...what, $returns: what };
  return { output, apply: output };
}
