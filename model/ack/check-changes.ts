import type { Finding } from "../findings";
import type { ClusterCredentials } from "../stack-clusters";
import { type Fact, factsOf } from "./facts";
import { type KnownAck, knownAs } from "./known";
import type { AckSettings } from "./types";

type Known = Readonly<Record<string, KnownAck>>;

/**
 * Compares the clusters that a stack created with its configuration. Errors: what would replace or delete a cluster without somebody
 * having said so. Warnings: what the cloud takes no notice of, and a replacement that somebody did allow.
 *
 * @param credentials the clusters of the stack's configuration, in its order
 */
export function checkAckChanges(credentials: readonly ClusterCredentials[], known: Known): Finding[] {
  const kept = new Set<KnownAck>();
  const changes = credentials.flatMap(({ cluster, ack, previousNames }, index) => {
    const before = knownAs(known, cluster, previousNames);
    if (before === undefined || ack?.create === undefined) return [];
    kept.add(before);
    return changesOf(cluster, before, { ...ack, create: ack.create }, `flotilla:clusters[${index}].ack`);
  });
  return [...changes, ...deletions(known, kept)];
}

type Created = AckSettings & { create: NonNullable<AckSettings["create"]> };

function changesOf(cluster: string, before: KnownAck, now: Created, place: string): Finding[] {
  if (before.created === undefined) return [];
  const facts = factsOf(now.region, now.create);
  const changed = factsOf(before.region, before.created).flatMap((old) => {
    const value = facts.find(({ path, key }) => path === old.path && key === old.key)?.value;
    return JSON.stringify(value) === JSON.stringify(old.value) ? [] : [{ old, value }];
  });
  return changed.map(({ old, value }) => {
    const path = `${place}.${old.path}`;
    if (old.consequence === "ignored") return ignored(cluster, old, path);
    return replaced(cluster, describe(old, value), path, now, before.created?.deletionProtection ?? true);
  });
}

function describe({ path, key, value: before }: Fact, now: Fact["value"]): string {
  const what = key === "" ? path : `${path} in ${key}`;
  return `${what} changes from ${shown(before)} to ${shown(now)}`;
}

function shown(value: Fact["value"]): string {
  return value === undefined ? "nothing" : JSON.stringify(value);
}

function replaced(cluster: string, change: string, path: string, { create }: Created, isProtected: boolean): Finding {
  const finding = { code: "invalid-value", path } as const;
  if (!create.allowReplacement) {
    return {
      ...finding,
      severity: "error",
      message: `${change}, for which the cloud would replace cluster "${cluster}" or its network, with all that runs there`,
      hint: "take it back; or set deletionProtection: false, run pulumi up, and set allowReplacement: true",
    };
  }
  if (isProtected) {
    const message = `${change}, but cluster "${cluster}" is still protected in the cloud`;
    return { ...finding, severity: "error", message, hint: "take it back, run pulumi up, and change it then" };
  }
  const message = `${change}: cluster "${cluster}" is replaced, and everything is delivered to it anew`;
  return { ...finding, severity: "warning", message };
}

function ignored(cluster: string, { path: field }: Fact, path: string): Finding {
  return {
    severity: "warning",
    code: "not-supported",
    path,
    message: `${field} counts only when a cluster is created: "${cluster}" stays as it is`,
    hint: "change it in the console of Alibaba Cloud too",
  };
}

/** Clusters that were created and are not to be created any more: the engine would delete them. */
function deletions(known: Known, kept: ReadonlySet<KnownAck>): Finding[] {
  const gone = Object.entries(known).filter(([, one]) => one.created?.deletionProtection === true && !kept.has(one));
  return gone.map(([name]) => ({
    severity: "error",
    code: "cluster-in-use",
    path: "flotilla:clusters",
    message: `cluster "${name}", which the stack created, is protected from deletion and no longer there`,
    hint: "if it was renamed, say so in previousNames; to delete it, put it back with deletionProtection: false, run pulumi up, and remove it then",
  }));
}
