import { createHash } from "node:crypto";
import { ask } from "../../components/answers";
import type { Settings } from "../../components/settings";
import { isObject, type Json, type JsonObject } from "../../model/json";
import { identityOf } from "../../model/known-clusters";
import { type Basis, seal } from "./basis";

/** What is known of a run that has delivered everything and could be repeated: the next one has nothing to do if this is still so. */
export interface Delivered {
  /** When it began. */
  since: string;
  /** What it was made from, sealed with `since`. */
  basis: string;
  /** Digest of the state that it has left. */
  state: string;
}

/**
 * What a run that has just ended tells the next one.
 *
 * @param state as `pulumi stack export` prints it
 */
export async function deliveredBy(since: Date, basis: Basis, state: string): Promise<Delivered> {
  const salt = since.toISOString();
  return { since: salt, basis: await seal(basis, salt), state: digestOf(state) };
}

/**
 * Whether a run would change nothing: everything that it is made from is what the last one was made from, which has delivered all
 * of it; nobody has changed the state since; and all clusters answer, and are the same. Like `pulumi up`, it does not look at the
 * objects themselves.
 *
 * @param readState reads the state as it is now, as `pulumi stack export` prints it
 */
export async function isDelivered(
  basis: Basis,
  settings: Pick<Settings, "credentials">,
  last: Delivered,
  readState: () => Promise<string>,
): Promise<boolean> {
  if ((await seal(basis, last.since)) !== last.basis) return false;
  const state = await readState();
  return digestOf(state) === last.state && areTheSame(settings, basis, outputsIn(state));
}

function digestOf(state: string): string {
  return createHash("sha256").update(state).digest("base64url");
}

/** The outputs of the stack in a state. */
function outputsIn(state: string): JsonObject {
  const { deployment } = JSON.parse(state) as { deployment?: { resources?: { type: string; outputs?: JsonObject }[] } };
  return deployment?.resources?.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs ?? {};
}

/** Asks the clusters that are delivered to who they are. */
async function areTheSame(
  { credentials }: Pick<Settings, "credentials">,
  { kubeconfigs }: Basis,
  outputs: JsonObject,
): Promise<boolean> {
  const known = isObject(outputs.identities) ? outputs.identities : {};
  const names = Array.isArray(outputs.clusters) ? outputs.clusters.map(nameOf) : [];
  const same = names.map(async (name) => {
    const { cluster, previousNames } = credentials.find((one) => one.cluster === name) ?? {};
    const kubeconfig = kubeconfigs.get(name);
    if (cluster === undefined || previousNames === undefined || kubeconfig === undefined) return false;
    const answer = await ask(kubeconfig);
    return answer.kind === "answers" && answer.uid !== "" && answer.uid === known[identityOf(cluster, previousNames)];
  });
  return names.length > 0 && (await Promise.all(same)).every(Boolean);
}

function nameOf(cluster: Json): string {
  return isObject(cluster) ? String(cluster.name) : "";
}
