import type { Documents, Policy } from "../model/application";
import type { ClusterRegistry } from "../model/cluster";
import type { Finding } from "../model/findings";
import { isObject } from "../model/json";
import { identityOf } from "../model/known-clusters";
import { findingAt } from "../model/source";

/**
 * What a label's key begins with that a cluster has as long as a Placement of the hub has chosen it; `<namespace>.<name>` of the
 * Placement follows. Its value is `true`. No cluster has it on the hub: it is put on for planning.
 */
const LABEL_PREFIX = "placement.open-cluster-management.io/";

/** A Placement by which a topology selects clusters. */
export interface PlacementUse {
  namespace: string;
  name: string;
  /** Key of the label that stands for it. */
  label: string;
  /** Makes a finding about the place that names it. */
  finding(about: Pick<Finding, "severity" | "code" | "message" | "hint">): Finding;
}

/** The Placements by which topologies select clusters, each once. */
export function placementsIn({ applications, policies }: Pick<Documents, "applications" | "policies">): PlacementUse[] {
  const all = [...applications.flatMap((application) => application.policies), ...policies];
  const uses = all.filter(({ type }) => type === "topology").flatMap(usesIn);
  return uses.filter((use, index) => uses.findIndex(({ label }) => label === use.label) === index);
}

function usesIn({ properties, origin }: Policy): PlacementUse[] {
  const selector = properties?.clusterLabelSelector;
  const labels = isObject(selector) ? Object.keys(selector) : [];
  return labels
    .filter((label) => label.startsWith(LABEL_PREFIX))
    .map((label) => {
      const [namespace = "", ...name] = label.slice(LABEL_PREFIX.length).split(".");
      const path = ["properties", "clusterLabelSelector", label];
      return { namespace, name: name.join("."), label, finding: (about) => findingAt([origin], path, about, "key") };
    });
}

/** Names on the hub of the clusters that a Placement has chosen, in what the hub answers to a list of its `PlacementDecision`s. */
export function chosenClusters(list: unknown): string[] {
  const items = isObject(list) && Array.isArray(list.items) ? list.items.filter(isObject) : [];
  return items.flatMap(({ status }) => {
    const decisions = isObject(status) && Array.isArray(status.decisions) ? status.decisions.filter(isObject) : [];
    return decisions.map(({ clusterName }) => String(clusterName));
  });
}

/** What Placements have chosen: names on the hub, for each. */
export type Chosen = ReadonlyMap<PlacementUse, readonly string[]>;

/**
 * A registry whose clusters have the labels of the Placements that have chosen them, and a warning for each chosen cluster that is
 * not in it.
 *
 * @param entries clusters that the stack's configuration lists
 */
export function withChosen(
  registry: ClusterRegistry,
  chosen: Chosen,
  entries: readonly { cluster: string; previousNames: readonly string[] }[],
): { registry: ClusterRegistry; warnings: Finding[] } {
  const previousNames = new Map(entries.map((entry) => [entry.cluster, entry.previousNames]));
  const nameOnHub = (name: string) => identityOf(name, previousNames.get(name) ?? []);
  const chosenNames = [...chosen].map(([use, names]) => [use, new Set(names)] as const);
  const clusters = registry.clusters.map((cluster) => {
    const own = chosenNames.filter(([, names]) => names.has(nameOnHub(cluster.name)));
    return {
      ...cluster,
      labels: { ...cluster.labels, ...Object.fromEntries(own.map(([{ label }]) => [label, "true"])) },
    };
  });
  const known = new Set(registry.clusters.map(({ name }) => nameOnHub(name)));
  const warnings = [...chosen].flatMap(([use, names]) =>
    names.filter((name) => !known.has(name)).map((name) => leftOut(use, name)),
  );
  return { registry: { ...registry, clusters }, warnings };
}

function leftOut(use: PlacementUse, cluster: string): Finding {
  return use.finding({
    severity: "warning",
    code: "unknown-cluster",
    message: `Placement "${use.name}" has chosen cluster "${cluster}", which is left out: flotilla:clusters does not list it`,
    hint: "join it, or let it pull: pulumi config set flotilla:clustersFrom ocm",
  });
}
