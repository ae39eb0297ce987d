import { createHash } from "node:crypto";
import type { AppDeployment } from "../../model/app-deployment";
import { type ClusterRegistry, LOCAL_CLUSTER } from "../../model/cluster";
import type { Finding, Path } from "../../model/findings";
import { effectiveLabels } from "../../model/registry";
import { findingAt } from "../../model/source";
import { didYouMean } from "../../model/suggest";

/** Where a revision goes, and with how many replicas; undefined: as many as it says itself. */
export interface RevisionPlacement {
  cluster: string;
  replicas: number | undefined;
}

type AppRevision = AppDeployment["spec"]["appRevisions"][number];
type Selector = NonNullable<AppRevision["placement"][number]["clusterSelector"]>;

/**
 * The clusters that one revision of an AppDeployment goes to. Of several clusters with the wanted labels one is picked by hashing: the
 * same for all revisions, so that requests can be split between them, and for as long as the cluster is there. What is wrong goes into
 * `findings`. Semantics: KubeVela 1.0 `AppDeployment`.
 */
export function placementsOf(
  deployment: AppDeployment,
  index: number,
  registry: ClusterRegistry,
  findings: Finding[],
): RevisionPlacement[] {
  const { placement = [], revisionName = "" } = deployment.spec.appRevisions[index] ?? {};
  const taken = new Map<string, number>();
  return placement.flatMap(({ clusterSelector, distribution }, position) => {
    const path = ["spec", "appRevisions", index, "placement", position];
    const found = select(clusterSelector ?? {}, deployment, registry, taken);
    const again = typeof found === "string" && taken.has(found);
    const problem = again ? takenTwice(revisionName, found) : found;
    if (typeof problem !== "string") {
      const at = clusterSelector ? [...path, "clusterSelector", ...(problem.path ?? [])] : path;
      findings.push(findingAt([deployment.origin], at, { severity: "error", ...problem }));
      return [];
    }
    taken.set(problem, position);
    return [{ cluster: problem, replicas: distribution?.replicas ?? undefined }];
  });
}

type Problem = Pick<Finding, "code" | "message" | "hint"> & { path?: Path };

function takenTwice(revision: string, cluster: string): Problem {
  const message = `the revision "${revision}" is placed in cluster "${cluster}" twice`;
  return { code: "duplicate-name", message, hint: "remove one of the placements" };
}

/** The cluster that a selector means. With name and labels both have to fit. */
function select(
  { name, labels }: Selector,
  deployment: AppDeployment,
  registry: ClusterRegistry,
  taken: ReadonlyMap<string, number>,
): string | Problem {
  if (!name && !labels) return LOCAL_CLUSTER;
  const names = registry.clusters.map((cluster) => cluster.name);
  if (name && !names.includes(name)) {
    return {
      code: "unknown-cluster",
      message: `there is no cluster "${name}"`,
      ...didYouMean(name, names),
      path: ["name"],
    };
  }
  const wanted = Object.entries(labels ?? {});
  const fitting = registry.clusters.filter((cluster) => {
    const its = effectiveLabels(cluster);
    return (!name || cluster.name === name) && wanted.every(([key, value]) => its[key] === value);
  });
  const ranked = fitting.map((cluster) => cluster.name).sort(byHash(deployment));
  const picked = ranked.find((cluster) => !taken.has(cluster)) ?? ranked[0];
  if (picked !== undefined) return picked;
  const text = wanted.map(([key, value]) => `${key}=${value}`).join(", ");
  const who = name ? `cluster "${name}" does not have` : "no cluster has";
  const hint = "label a cluster, or correct the selector";
  return { code: "no-cluster-matches", message: `${who} the labels ${text}`, hint, path: ["labels"] };
}

/** Rendezvous hashing: a cluster that joins or leaves moves nothing but what it gets or had. */
function byHash({ namespace, name }: AppDeployment): (a: string, b: string) => number {
  const rank = (cluster: string) => createHash("sha256").update(`${namespace}/${name}/${cluster}`).digest("hex");
  return (a, b) => (rank(a) < rank(b) ? -1 : 1);
}
