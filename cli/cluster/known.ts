import { type ReadKubeconfig, readKubeconfig } from "../../components/kubeconfigs";
import type { Documents } from "../../model/application";
import { LOCAL_CLUSTER } from "../../model/cluster";
import { parseDocuments } from "../../model/documents";
import { type Finding, InputError } from "../../model/findings";
import type { UnusableKubeconfig } from "../../model/kubeconfig";
import { DEFAULT_VERSION, type StackClusters } from "../../model/registry";
import { type ReachableClusters, withClusterObjects } from "../../sources/cluster-objects";
import { type Clusters, liveClusters } from "../../sources/clusters";
import { delivering } from "../delivering";
import { readFiles } from "../read-files";
import { ClusterConfiguration } from "./configuration";
import { readerFor } from "./reach";

/** The clusters that a stack can deliver to, for those who only look at them. */
export interface KnownClusters {
  clusters: StackClusters;
  /** What a cluster is called now, given a name that it has or had; undefined when nobody has or had it. */
  nameNow(name: string): string | undefined;
  /** The kubeconfig that reaches a cluster, or why there is none. Connects to nothing. */
  kubeconfig(name: string): ReadKubeconfig | UnusableKubeconfig;
}

/** The clusters of the current stack, and what keeps some of them from being known. */
export interface ReadClusters {
  known: KnownClusters;
  configuration: ClusterConfiguration;
  warnings: Finding[];
}

/**
 * Reads the clusters of the current stack's configuration, and those that Cluster objects in its documents describe. What is wrong with
 * the latter is a warning: the others can be looked at all the same. Asks the hub for kubeconfigs that are in none of the files.
 *
 * @throws InputError with everything that is wrong with the configuration
 */
export async function readClusters(): Promise<ReadClusters> {
  const configuration = ClusterConfiguration.read();
  const documents = documentsIn(configuration.application);
  if (documents === undefined) return { known: configuration, configuration, warnings: [unreadable(configuration)] };
  if (documents.clusters.length === 0) return { known: configuration, configuration, warnings: [] };
  const warnings: Finding[] = [];
  const known = await withDescribed(documents, configuration, warnings);
  return { known, configuration, warnings };
}

/** Names of the clusters that can be asked for something: the hub only where somebody has said how it is reached. */
export function namesOf({ clusters: { registry, credentials } }: KnownClusters): string[] {
  const names = registry.clusters.map(({ name }) => name);
  return names.filter((name) => name !== LOCAL_CLUSTER || credentials.some(({ cluster }) => cluster === name));
}

async function withDescribed(
  documents: Documents,
  configuration: ClusterConfiguration,
  warnings: Finding[],
): Promise<KnownClusters> {
  const hub = hubOf(configuration);
  const { registry, credentials } = configuration.clusters;
  const problems = new Map<string, string>();
  let found: ReachableClusters = { registry, credentials: [...credentials] };
  for (const cluster of documents.clusters) {
    try {
      found = await withClusterObjects({ ...documents, clusters: [cluster] }, found, hub);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      warnings.push(...error.findings.map((finding) => ({ ...finding, severity: "warning" as const })));
      problems.set(cluster.name, error.findings.map(({ message }) => message).join("; "));
      found = withUnreachable(found, cluster);
    }
  }
  const configured = new Set(credentials.map(({ cluster }) => cluster));
  return {
    clusters: { ...configuration.clusters, ...found },
    nameNow: (name) =>
      configuration.nameNow(name) ?? found.registry.clusters.find((cluster) => cluster.name === name)?.name,
    kubeconfig(name) {
      const described = found.credentials.find(({ cluster }) => cluster === name && !configured.has(cluster));
      if (described !== undefined) return readKubeconfig(described);
      const problem = problems.get(name);
      return problem === undefined ? configuration.kubeconfig(name) : { ok: false, problem };
    },
  };
}

function withUnreachable(found: ReachableClusters, { name, labels }: Documents["clusters"][number]): ReachableClusters {
  const { registry } = found;
  const cluster = { name, labels: { ...labels }, version: DEFAULT_VERSION };
  return { ...found, registry: { ...registry, clusters: [...registry.clusters, cluster] } };
}

/** The hub, to be asked while somebody waits; undefined when the configuration does not say how it is reached. */
function hubOf(configuration: ClusterConfiguration): Clusters | undefined {
  if (configuration.find(LOCAL_CLUSTER) === undefined) return undefined;
  return liveClusters((cluster) => {
    const read = configuration.kubeconfig(cluster);
    if (!read.ok) throw new Error(read.problem);
    return readerFor(read.kubeconfig);
  });
}

/** What the files say; undefined when they have mistakes, which are for those who deliver to hear. */
function documentsIn(files: readonly string[]): Documents | undefined {
  try {
    return parseDocuments(readFiles(files)).documents;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return undefined;
  }
}

function unreadable({ isSplit }: ClusterConfiguration): Finding {
  return {
    severity: "warning",
    code: "cannot-check",
    message: "clusters that documents of the stack describe are left out, because these documents have mistakes",
    hint: `see which with: ${delivering(isSplit).preview}`,
  };
}
