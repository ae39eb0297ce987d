import { InputError } from "../../model/findings";
import type { FoundObject } from "../../plan/found";
import { groupOf } from "../../plan/scope";
import type { ClusterConfiguration } from "../cluster/configuration";
import { answerProblem, readerFor } from "../cluster/reach";
import { pulumi } from "../pulumi";
import type { UnsavedRun } from "./saved";
import { createdSince } from "./search";

/** A resource in a state, as `pulumi stack export` prints it. */
export interface Resource {
  type: string;
  id?: string;
  provider?: string;
}

/**
 * Looks in all clusters for what an interrupted run has created and the state does not know. What belongs to Applications of
 * other stacks is none of it.
 *
 * @throws InputError when a cluster does not answer
 */
export async function unknownObjects(
  configuration: ClusterConfiguration,
  { since, applications }: UnsavedRun,
): Promise<FoundObject[]> {
  const { deployment } = JSON.parse(pulumi("stack", "export")) as { deployment?: { resources?: Resource[] } };
  const names = configuration.clusters.credentials.map(({ cluster }) => cluster);
  const found = await Promise.all(names.map((name) => search(configuration, name, since)));
  const own = found.flat().filter(({ application }) => applications.includes(application));
  return withoutKnown(own, deployment?.resources ?? []);
}

/** The objects that no resource of a state stands for. */
export function withoutKnown(found: readonly FoundObject[], resources: readonly Resource[]): FoundObject[] {
  const known = new Set(resources.flatMap((resource) => keyOfResource(resource) ?? []));
  return found.filter((one) => !known.has(keyOf(one)));
}

function keyOf({ cluster, apiVersion, kind, namespace, name }: FoundObject): string {
  const id = namespace === undefined ? name : `${namespace}/${name}`;
  return JSON.stringify([cluster, groupOf({ apiVersion }), kind, id]);
}

/** A type is `kubernetes:<group without its domain>/<version>:<Kind>`, and a provider's URN ends with the cluster's name. */
function keyOfResource({ type, id, provider }: Resource): string | undefined {
  const [, group, kind] = /^kubernetes:([^/]+)\/[^:]+:(.+)$/.exec(type) ?? [];
  const cluster = provider?.split("::").at(-2);
  if (group === undefined || kind === undefined || cluster === undefined || id === undefined) return undefined;
  return JSON.stringify([cluster, group === "core" ? "" : group, kind, id]);
}

async function search(configuration: ClusterConfiguration, cluster: string, since: Date): Promise<FoundObject[]> {
  try {
    const read = configuration.kubeconfig(cluster);
    if (!read.ok) throw new Error(read.problem);
    return await createdSince(readerFor(read.kubeconfig), cluster, since);
  } catch (error) {
    const message = `cluster "${cluster}" cannot be searched for what the interrupted run has delivered: ${answerProblem(error)}`;
    const hint = "nothing was changed; try again when it answers, or detach it when it is gone for good";
    throw new InputError([{ severity: "error", code: "no-answer", message, hint }]);
  }
}
