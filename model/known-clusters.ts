import { createHash } from "node:crypto";
import { type Finding, formatPath } from "./findings";
import { isObject, type Json, type JsonObject } from "./json";

/** What a stack's outputs keep about a cluster it delivered to, to know it again. No credentials. */
export interface KnownCluster {
  name: string;
  /** Address of the API server, without user information. */
  server: string;
  /** Hash of the certificate authority; empty when the kubeconfig names none. */
  authority: string;
  /** See {@link identityOf}. When it changes, everything is replaced. */
  identity: string;
}

/** What the provider takes for a cluster's identity: the first name it had. */
export function identityOf(name: string, previousNames: readonly string[]): string {
  return previousNames[0] ?? name;
}

/** What a kubeconfig, as JSON with one cluster, tells about that cluster. */
export function serverOf(kubeconfig: string): Pick<KnownCluster, "server" | "authority"> {
  const entry = clusterIn(kubeconfig);
  const cluster = isObject(entry.cluster) ? entry.cluster : {};
  const authority = cluster["certificate-authority-data"];
  return {
    server: withoutUser(String(cluster.server ?? "")),
    authority: typeof authority === "string" ? createHash("sha256").update(authority).digest("hex").slice(0, 16) : "",
  };
}

/** What a kubeconfig, as JSON with one cluster, calls that cluster; empty when it does not say. */
export function clusterNameIn(kubeconfig: string): string {
  const { name } = clusterIn(kubeconfig);
  return typeof name === "string" ? name : "";
}

function clusterIn(kubeconfig: string): JsonObject {
  const config = JSON.parse(kubeconfig) as Json;
  const [first] = isObject(config) && Array.isArray(config.clusters) ? config.clusters : [];
  return isObject(first) ? first : {};
}

function withoutUser(server: string): string {
  return server.replace(/^([a-z]+:\/\/)[^/@]*@/i, "$1");
}

/** The clusters of earlier stack outputs; what does not look like one is left out. */
export function knownClusters(outputs: unknown): KnownCluster[] {
  const list = Array.isArray(outputs) ? outputs.filter(isObject) : [];
  return list.flatMap(({ name, server, authority, identity }) =>
    typeof name === "string" &&
    typeof server === "string" &&
    typeof authority === "string" &&
    typeof identity === "string"
      ? [{ name, server, authority, identity }]
      : [],
  );
}

/** A cluster that is delivered to now, with the names it is said to have had. */
export type ReachedCluster = KnownCluster & { previousNames: readonly string[] };

/**
 * Compares the clusters of the last delivery with those of the next one. Errors: a cluster that goes by a new name without saying
 * so, and one that no longer says what it was called at first. Either would deliver everything anew and then delete it, because
 * old and new are the same objects. Warning: another cluster under a known name.
 *
 * @param configured names of all clusters that are configured, in their order, whether delivered to or not
 * @param refresh the command that asks clusters first what they have
 */
export function checkRenames(
  before: readonly KnownCluster[],
  now: readonly ReachedCluster[],
  configured: readonly string[],
  refresh: string,
): Finding[] {
  const place = (cluster: ReachedCluster) => {
    const path = formatPath([configured.indexOf(cluster.name), "previousNames"]);
    return { path: `flotilla:clusters${path}`, key: `'flotilla:clusters${path}[0]'` };
  };
  return before.flatMap((old) => {
    const successor = now.find((one) => one.name === old.name || one.previousNames.includes(old.name));
    if (successor !== undefined) return successorFindings(old, successor, place(successor), refresh);
    if (configured.includes(old.name)) return [];
    const added = now.filter((one) => before.every(({ name }) => name !== one.name));
    return added.filter((one) => isSameServer(one, old)).map((one) => renamed(old, one, place(one)));
  });
}

interface Place {
  path: string;
  key: string;
}

function isSameServer(one: KnownCluster, other: KnownCluster): boolean {
  return one.server === other.server && one.authority === other.authority;
}

function renamed(old: KnownCluster, cluster: ReachedCluster, { path, key }: Place): Finding {
  const first = `say so: pulumi config set --path ${key} ${old.identity}`;
  const again = `its previousNames have to name "${old.name}", too, under a name that it never had: none is given twice`;
  return {
    severity: "error",
    code: "invalid-value",
    path,
    message: `cluster "${cluster.name}" is at the same address as "${old.name}", which is gone: if it was renamed, everything in it would be deleted`,
    hint: cluster.identity === old.identity ? again : first,
  };
}

function successorFindings(
  old: KnownCluster,
  cluster: ReachedCluster,
  { path, key }: Place,
  refresh: string,
): Finding[] {
  const finding = { code: "invalid-value", path } as const;
  if (cluster.identity !== old.identity) {
    const message = `cluster "${cluster.name}" was called "${old.identity}" at first and no longer says so: everything in it would be deleted`;
    return [{ ...finding, severity: "error", message, hint: `pulumi config set --path ${key} ${old.identity}` }];
  }
  if (old.authority === "" || cluster.authority === "" || old.authority === cluster.authority) return [];
  const message = `cluster "${cluster.name}" has another certificate authority than at the last delivery: if it is another cluster, what was delivered is not there`;
  return [{ ...finding, path: "flotilla:clusters", severity: "warning", message, hint: `${refresh} finds out` }];
}
