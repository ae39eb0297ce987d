import { z } from "zod";
import { buildAck } from "./ack/build";
import { checkSharedVpcs } from "./ack/check-shared-vpcs";
import { ackSchema } from "./ack/schema";
import type { AckSettings } from "./ack/types";
import { buildClusters, type ClusterEntry, checkEntries, withLocal } from "./build-clusters";
import { type ClusterRegistry, LOCAL_CLUSTER } from "./cluster";
import { clusterFields, clusterNameSchema } from "./cluster-schema";
import type { Finding } from "./findings";
import type { Json } from "./json";
import { checkKubeconfig } from "./kubeconfig";
import { dnsLabelProblem } from "./names";
import { childOrigin, Notes } from "./notes";
import { PlainSource } from "./plain-source";
import { nameSchema } from "./schema";
import type { Origin } from "./source";
import { checkValue } from "./validate";

/** The key of the stack's configuration that lists its clusters. */
const CONFIG_KEY = "flotilla:clusters";

/** Values of `registration`. */
export const REGISTRATIONS = ["none", "ocm"] as const;

/** Values of `delivery`. */
export const DELIVERIES = ["push", "pull"] as const;

/** Values of `unreachable`. */
export const UNREACHABLE = ["fail", "skip"] as const;

const entrySchema = z.strictObject({
  ...clusterFields,
  kubeconfig: z.string().nullish(),
  kubeconfigFile: z.string().min(1).nullish(),
  context: z.string().min(1).nullish(),
  ack: ackSchema.nullish(),
  registration: z.enum(REGISTRATIONS).nullish(),
  delivery: z.enum(DELIVERIES).nullish(),
  unreachable: z.enum(UNREACHABLE).nullish(),
  initialNamespaces: z.array(nameSchema(dnsLabelProblem)).nullish(),
  previousNames: z.array(clusterNameSchema).nullish(),
  alias: z.string().nullish(),
});

/** How a cluster gets what is delivered to it: from flotilla itself, or from the hub, where its agents fetch it. */
export type DeliveryKind = (typeof DELIVERIES)[number];

/** How a cluster is registered in the hub: as a `ManagedCluster` of Open Cluster Management, or not at all. */
export type RegistrationKind = (typeof REGISTRATIONS)[number];

/** What a run does when a cluster does not answer: it fails there, or leaves the cluster as it is and goes on without it. */
export type Unreachable = (typeof UNREACHABLE)[number];

type Entry = ClusterEntry<z.infer<typeof entrySchema>>;

/**
 * How a cluster is reached: a kubeconfig's text or file, credentials that Alibaba Cloud gives, or, with none of them, a context of the
 * user's ambient kubeconfig.
 */
export interface ClusterCredentials {
  cluster: string;
  /** A kubeconfig's text. Secret. */
  kubeconfig?: string;
  /** A kubeconfig's path. */
  kubeconfigFile?: string;
  /** The context to use; the kubeconfig's current one when left out. */
  context?: string;
  /** The cluster in Alibaba Cloud, which is created or exists. */
  ack?: AckSettings;
  /** How the cluster is registered in the hub, where its entry says so. */
  registration?: RegistrationKind;
  /** How the cluster gets what is delivered to it, where its entry says so. */
  delivery?: DeliveryKind;
  /** What happens when the cluster does not answer, where its entry says so. */
  unreachable?: Unreachable;
  /** Namespaces that are created before anything is delivered. */
  initialNamespaces?: string[];
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
 * Reads `flotilla:clusters` of a stack's configuration: a list of `{ name, labels?, kubernetesVersion?, initialNamespaces?, previousNames?, alias?,
 * registration?, unreachable? }`
 * with exactly one of `kubeconfig` (text), `kubeconfigFile` (path), `ack` (a cluster in Alibaba Cloud), and `context` alone (of the
 * ambient kubeconfig); `context` beside a kubeconfig chooses in that. The entry `local` says how the hub is reached. Undefined stands for
 * an empty list.
 *
 * @throws InputError with everything that is wrong; it quotes nothing of a kubeconfig
 */
export function stackClusters(raw: unknown): StackClusters {
  const origin: Origin = { source: new PlainSource(CONFIG_KEY, (raw ?? []) as Json), path: [] };
  const { value = [], findings } = checkValue(z.array(z.unknown()), raw ?? [], [origin]);
  const notes = new Notes(findings);
  const entries = checkEntries(entrySchema, value, origin, notes);
  const versioned = entries.map((entry) => withAckVersion(entry, notes));
  const clusters = buildClusters(versioned, notes);
  const credentials = entries.map((entry) => buildCredentials(entry, notes));
  const reached = credentials.map(({ cluster, ack }, index) => ({
    cluster,
    ack,
    origin: ackOrigin(entries[index]?.origin ?? origin),
  }));
  checkSharedVpcs(reached, notes);
  checkPreviousNames(entries, notes);
  checkRegistrations(entries, notes);
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
  const {
    name,
    kubeconfig,
    kubeconfigFile,
    context,
    ack,
    registration,
    delivery,
    unreachable,
    initialNamespaces,
    previousNames,
  } = entry.written;
  return {
    cluster: name,
    ...(typeof kubeconfig === "string" ? { kubeconfig } : {}),
    ...(kubeconfigFile ? { kubeconfigFile } : {}),
    ...(context ? { context } : {}),
    ...(ack ? { ack: buildAck(ack, ackOrigin(entry.origin), notes) } : {}),
    ...(registration ? { registration } : {}),
    ...(delivery ? { delivery } : {}),
    ...(unreachable ? { unreachable } : {}),
    ...(initialNamespaces?.length ? { initialNamespaces: [...new Set(initialNamespaces)] } : {}),
    previousNames: previousNames ?? [],
  };
}

function checkCredentials({ written, origin }: Entry, notes: Notes): void {
  const { name, kubeconfig, kubeconfigFile, context, ack } = written;
  const hasText = typeof kubeconfig === "string";
  const cluster = `cluster ${JSON.stringify(name)}`;
  const others = [...(hasText ? ["kubeconfig"] : []), ...(kubeconfigFile ? ["kubeconfigFile"] : [])];
  if (ack && context) others.push("context");
  if (ack && others.length > 0) {
    const message = `${cluster} has both ack and ${others.join(" and ")}`;
    notes.error(origin, ["ack"], "invalid-value", message, "remove all but one of them");
  } else if (others.length > 1) {
    const message = `${cluster} has both kubeconfig and kubeconfigFile`;
    notes.error(origin, ["kubeconfigFile"], "invalid-value", message, "remove one of them");
  } else if (!hasText && !kubeconfigFile && !context && !ack && written.delivery !== "pull") {
    const hint = "give one of kubeconfig, kubeconfigFile, context and ack";
    notes.error(origin, [], "missing-field", `${cluster} does not say how it is reached`, hint);
  }
  const check = hasText ? checkKubeconfig(kubeconfig, context ?? undefined) : undefined;
  if (check?.ok === false) notes.error(origin, ["kubeconfig"], "invalid-kubeconfig", check.problem, check.hint);
}

function ackOrigin(origin: Origin): Origin {
  return childOrigin(origin, "ack");
}

/** The version of a cluster that is created is known, and decides about API versions too. */
function withAckVersion(entry: Entry, notes: Notes): Entry {
  const { written, origin } = entry;
  const version = written.ack?.version;
  if (version === undefined) return entry;
  if (written.kubernetesVersion) {
    const message = "kubernetesVersion is said by ack.version already";
    notes.error(origin, ["kubernetesVersion"], "invalid-value", message, "remove it");
  }
  const [major, minor] = version.split(".").map(Number);
  return { origin, written: { ...written, kubernetesVersion: { major: major ?? 1, minor: minor ?? 0 } } };
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

/** Whether a cluster is registered in the hub, given how those are whose entries do not say it. The hub itself never is. */
export function isRegistered(
  { cluster, registration }: Pick<ClusterCredentials, "cluster" | "registration">,
  byDefault: { registration: string },
): boolean {
  return cluster !== LOCAL_CLUSTER && (registration ?? byDefault.registration) === "ocm";
}

/** Whether a cluster pulls what is delivered to it, given how those get it whose entries do not say it. The hub itself never does. */
export function isPulled(
  { cluster, delivery }: Pick<ClusterCredentials, "cluster" | "delivery">,
  byDefault: { delivery: string },
): boolean {
  return cluster !== LOCAL_CLUSTER && (delivery ?? byDefault.delivery) === "pull";
}

/** The hub does not register in itself, and pulls nothing from itself. */
function checkRegistrations(entries: readonly Entry[], notes: Notes): void {
  for (const { written, origin } of entries) {
    const { name, registration, delivery } = written;
    if (name !== LOCAL_CLUSTER) continue;
    const hub = `the cluster "${LOCAL_CLUSTER}" is the hub and cannot`;
    if (registration === "ocm") {
      notes.error(origin, ["registration"], "invalid-value", `${hub} be registered in itself`, "remove it");
    }
    if (delivery === "pull") {
      notes.error(origin, ["delivery"], "invalid-value", `${hub} pull from itself`, "remove it");
    }
  }
}

/** Names the place as people write it in commands: `flotilla:clusters[2].name`. */
function inConfiguration({ file: _, ...finding }: Finding): Finding {
  return { ...finding, path: `${CONFIG_KEY}${finding.path ?? ""}` };
}
