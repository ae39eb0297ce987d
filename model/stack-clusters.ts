import { z } from "zod";
import { buildClusters, type ClusterEntry, checkEntries, withLocal } from "./build-clusters";
import { type ClusterRegistry, LOCAL_CLUSTER } from "./cluster";
import { clusterFields, clusterNameSchema } from "./cluster-schema";
import type { Finding } from "./findings";
import type { Json } from "./json";
import { checkKubeconfig } from "./kubeconfig";
import { Notes } from "./notes";
import { PlainSource } from "./plain-source";
import type { Origin } from "./source";
import { checkValue } from "./validate";

/** The key of the stack's configuration that lists its clusters. */
const CONFIG_KEY = "flotilla:clusters";

const entrySchema = z.strictObject({
  ...clusterFields,
  kubeconfig: z.string().nullish(),
  kubeconfigFile: z.string().min(1).nullish(),
  context: z.string().min(1).nullish(),
  previousNames: z.array(clusterNameSchema).nullish(),
  alias: z.string().nullish(),
});

type Entry = ClusterEntry<z.infer<typeof entrySchema>>;

/**
 * How a cluster is reached: a kubeconfig's text or file, or, with neither, a context of the user's ambient kubeconfig.
 */
export interface ClusterCredentials {
  cluster: string;
  /** A kubeconfig's text. Secret. */
  kubeconfig?: string;
  /** A kubeconfig's path. */
  kubeconfigFile?: string;
  /** The context to use; the kubeconfig's current one when left out. */
  context?: string;
  /** Names that the cluster had before, oldest first. */
  previousNames: string[];
}

/** The clusters of a stack, how they are reached, and what deserves a look. */
export interface StackClusters {
  registry: ClusterRegistry;
  /** For each cluster that the configuration lists, in its order. `local` is there only when it is listed. */
  credentials: ClusterCredentials[];
  /** What people call clusters beside their names, by name. Nothing is chosen by it. */
  aliases: Record<string, string>;
  warnings: Finding[];
}

/**
 * Reads `flotilla:clusters` of a stack's configuration: a list of `{ name, labels?, kubernetesVersion?, previousNames?, alias? }`
 * with exactly one of `kubeconfig` (text), `kubeconfigFile` (path), and `context` alone (of the ambient kubeconfig); `context` beside one
 * of the others chooses in that. The entry `local` says how the hub is reached. Undefined stands for an empty list.
 *
 * @throws InputError with everything that is wrong; it quotes nothing of a kubeconfig
 */
export function stackClusters(raw: unknown): StackClusters {
  const origin: Origin = { source: new PlainSource(CONFIG_KEY, (raw ?? []) as Json), path: [] };
  const { value = [], findings } = checkValue(z.array(z.unknown()), raw ?? [], [origin]);
  const notes = new Notes(findings);
  const entries = checkEntries(entrySchema, value, origin, notes);
  const clusters = buildClusters(entries, notes);
  const credentials = entries.map((entry) => buildCredentials(entry, notes));
  checkPreviousNames(entries, notes);
  const configured = new Notes(notes.findings.map(inConfiguration));
  configured.throwErrors();
  return {
    registry: { clusters: withLocal(clusters), allowCrossNamespace: true },
    credentials,
    aliases: Object.fromEntries(entries.flatMap(({ written: { name, alias } }) => (alias ? [[name, alias]] : []))),
    warnings: configured.findings,
  };
}

function buildCredentials(entry: Entry, notes: Notes): ClusterCredentials {
  checkCredentials(entry, notes);
  const { name, kubeconfig, kubeconfigFile, context, previousNames } = entry.written;
  return {
    cluster: name,
    ...(typeof kubeconfig === "string" ? { kubeconfig } : {}),
    ...(kubeconfigFile ? { kubeconfigFile } : {}),
    ...(context ? { context } : {}),
    previousNames: previousNames ?? [],
  };
}

function checkCredentials({ written, origin }: Entry, notes: Notes): void {
  const { name, kubeconfig, kubeconfigFile, context } = written;
  const hasText = typeof kubeconfig === "string";
  const cluster = `cluster ${JSON.stringify(name)}`;
  if (hasText && kubeconfigFile) {
    const message = `${cluster} has both kubeconfig and kubeconfigFile`;
    notes.error(origin, ["kubeconfigFile"], "invalid-value", message, "remove one of them");
  } else if (!hasText && !kubeconfigFile && !context) {
    const hint = "give one of kubeconfig, kubeconfigFile and context";
    notes.error(origin, [], "missing-field", `${cluster} does not say how it is reached`, hint);
  }
  const check = hasText ? checkKubeconfig(kubeconfig, context ?? undefined) : undefined;
  if (check?.ok === false) notes.error(origin, ["kubeconfig"], "invalid-kubeconfig", check.problem, check.hint);
}

/** A previous name must be nobody's name now, and only one cluster's before. */
function checkPreviousNames(entries: readonly Entry[], notes: Notes): void {
  const taken = new Set([LOCAL_CLUSTER, ...entries.map(({ written }) => written.name)]);
  for (const { written, origin } of entries) {
    const previousNames = written.previousNames ?? [];
    if (written.name === LOCAL_CLUSTER && previousNames.length > 0) {
      const message = `the cluster "${LOCAL_CLUSTER}" cannot have previous names`;
      notes.error(origin, ["previousNames"], "invalid-value", message, "remove them");
    }
    previousNames.forEach((name, index) => {
      if (taken.has(name)) {
        const message = `${JSON.stringify(name)} cannot be a previous name, because a cluster has or had it already`;
        notes.error(origin, ["previousNames", index], "duplicate-name", message);
      }
      taken.add(name);
    });
  }
}

/** Names the place as people write it in commands: `flotilla:clusters[2].name`. */
function inConfiguration({ file: _, ...finding }: Finding): Finding {
  return { ...finding, path: `${CONFIG_KEY}${finding.path ?? ""}` };
}
