import { z } from "zod";
import { buildClusters, checkEntries, withLocal } from "./build-clusters";
import type { ClusterRegistry } from "./cluster";
import { clusterFields } from "./cluster-schema";
import type { Finding } from "./findings";
import { isObject } from "./json";
import { childOrigin, Notes } from "./notes";
import type { Origin } from "./source";
import { checkValue } from "./validate";
import { readYaml } from "./yaml/read";

export { DEFAULT_VERSION, effectiveLabels } from "./build-clusters";
export {
  type ClusterCredentials,
  type DeliveryKind,
  isPulled,
  isRegistered,
  type RegistrationKind,
  type StackClusters,
  stackClusters,
  UNREACHABLE,
  type Unreachable,
} from "./stack-clusters";

const entrySchema = z.strictObject(clusterFields);

const registrySchema = z.strictObject({
  clusters: z.array(z.unknown()).nullish(),
  allowCrossNamespace: z.boolean().nullish(),
});

/** A registry, and what deserves a look in what it was read from. */
export interface ReadRegistry {
  registry: ClusterRegistry;
  warnings: Finding[];
}

/**
 * Reads a clusters file: `clusters: [{name, labels?, kubernetesVersion?}]` in the order they joined, and
 * `allowCrossNamespace` (default true). A file without content stands for the hub alone.
 *
 * @throws InputError with everything that is wrong
 */
export function readRegistry({ file, text }: { file: string; text: string }): ReadRegistry {
  const { sources, findings } = readYaml(file, text);
  const [source, second] = sources;
  const notes = new Notes(findings);
  if (second !== undefined) {
    notes.error({ source: second, path: [] }, [], "unsupported-document", "a clusters file holds only one document");
  }
  notes.throwErrors();
  if (source === undefined) {
    return { registry: { clusters: withLocal([]), allowCrossNamespace: true }, warnings: notes.findings };
  }
  const { registry, warnings } = clusterRegistry(source.value, { source, path: [] });
  return { registry, warnings: [...notes.findings, ...warnings] };
}

/**
 * The registry that a clusters file describes. `local` is always there, and first; its entry may only say its version.
 *
 * @throws InputError with everything that is wrong
 */
export function clusterRegistry(raw: unknown, origin: Origin): ReadRegistry {
  const { value, findings } = checkValue(registrySchema, raw, [origin]);
  const notes = new Notes(findings);
  const list = isObject(raw) && Array.isArray(raw.clusters) ? raw.clusters : [];
  const entries = checkEntries(entrySchema, list, childOrigin(origin, "clusters"), notes);
  const clusters = buildClusters(entries, notes);
  notes.throwErrors();
  const registry = { clusters: withLocal(clusters), allowCrossNamespace: value?.allowCrossNamespace ?? true };
  return { registry, warnings: notes.findings };
}
