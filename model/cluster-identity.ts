import { type Finding, formatPath } from "./findings";
import { isObject } from "./json";

/** A cluster that has said who it is. */
export interface IdentifiedCluster {
  name: string;
  /** The first name that it had, which what is known of it is kept under. */
  identity: string;
  /** UID of its own namespace `kube-system`, which no other cluster has. */
  uid: string;
  /** Place of its entry in the configuration; undefined when it has none there. */
  index?: number | undefined;
}

/** Kept instead of a UID for a cluster that was forgotten: whoever has its name next is let in, and has nothing of it. */
export const FORGOTTEN = "";

/** The UIDs in the outputs of an earlier run, by the first names of clusters. */
export function knownUids(outputs: unknown): Record<string, string> {
  const entries = Object.entries(isObject(outputs) ? outputs : {});
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}

/** The same outputs after a cluster was forgotten, with what it is and was called. */
export function withForgotten(outputs: unknown, names: readonly string[]): Record<string, string> {
  return { ...knownUids(outputs), ...Object.fromEntries(names.map((name) => [name, FORGOTTEN])) };
}

/** What is said to be in clusters, without what was in those that were forgotten. */
export function withoutForgotten<Entry extends { cluster: string }>(
  inventories: Readonly<Record<string, readonly Entry[]>>,
  outputs: unknown,
): Record<string, readonly Entry[]> {
  const known = knownUids(outputs);
  return Object.fromEntries(
    Object.entries(inventories).map(([owner, entries]) => [
      owner,
      entries.filter(({ cluster }) => known[cluster] !== FORGOTTEN),
    ]),
  );
}

/** Errors for clusters that are others than those which were delivered to. */
export function checkIdentities(
  before: Readonly<Record<string, string>>,
  now: readonly IdentifiedCluster[],
): Finding[] {
  return now.flatMap(({ name, identity, uid, index }): Finding[] => {
    const expected = before[identity] || uid;
    if (uid === expected) return [];
    return [
      {
        severity: "error",
        code: "another-cluster",
        ...(index === undefined ? {} : { path: `flotilla:clusters${formatPath([index])}` }),
        message: `cluster "${name}" is another one than before: its namespace kube-system has the UID ${uid}, and had ${expected}. What was delivered is not there`,
        hint: `correct how it is reached; or, if it was replaced on purpose: npx flotilla cluster accept ${name}`,
      },
    ];
  });
}
