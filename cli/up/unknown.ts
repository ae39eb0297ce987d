import { ClusterReader } from "../../components/cluster-reader";
import { InputError } from "../../model/findings";
import { isObject, type Json } from "../../model/json";
import type { FoundObject } from "../../plan/found";
import { groupOf } from "../../plan/scope";
import { clusterOfProvider } from "../../report/preview";
import type { ClusterConfiguration } from "../cluster/configuration";
import { answerProblem } from "../cluster/reach";
import { kindOf } from "../unready/state";
import { delivers, type UnsavedRun } from "./saved";
import { type TouchedObject, touchedSince } from "./search";
import { type DeployedResource, deploymentIn } from "./state";

/** How long a cluster may take for one request, in milliseconds: a hub sends hundreds of ManifestWorks at once. */
const ANSWER_WITHIN = 30_000;

/** A resource in a state. */
type Resource = Omit<DeployedResource, "urn">;

/**
 * Looks in clusters for what an interrupted run has created or changed and the state does not know. What belongs to Applications of other
 * stacks is none of it.
 *
 * @param clusters names of those that the run may have delivered to
 * @param state as `pulumi stack export` prints it
 * @throws InputError when a cluster does not answer
 */
export async function leftObjects(
  configuration: ClusterConfiguration,
  clusters: readonly string[],
  run: UnsavedRun,
  state: string,
): Promise<FoundObject[]> {
  const found = await Promise.all(clusters.map((name) => search(configuration, name, run.since)));
  const own = found.flat().filter(({ application }) => delivers(run, application));
  return comparedWith(deploymentIn(state).resources ?? [], own);
}

/**
 * Objects with whether a resource of a state stands for them, without those that are as the state has them. Refreshing does not show fields
 * that were added to an object. What was there before, and the state does not know, is somebody else's.
 */
export function comparedWith(resources: readonly Resource[], found: readonly TouchedObject[]): FoundObject[] {
  const known = new Map(resources.flatMap((one) => [[keyOfResource(one), one] as const]));
  return found.flatMap(({ changed, at, ...one }) => {
    const resource = known.get(keyOf(one));
    if (one.writer === undefined && (resource === undefined ? changed : changedAt(resource, one) === at)) return [];
    return [resource === undefined ? one : { ...one, known: true as const }];
  });
}

/** When the engine had changed an object last, as far as the state says it. */
function changedAt({ outputs }: Resource, { manager }: FoundObject): Json | undefined {
  const managed = isObject(outputs?.metadata) ? outputs.metadata.managedFields : undefined;
  return Array.isArray(managed) ? managed.filter(isObject).find((one) => one.manager === manager)?.time : undefined;
}

function keyOf({ cluster, apiVersion, kind, namespace, name }: FoundObject): string {
  const id = namespace === undefined ? name : `${namespace}/${name}`;
  return JSON.stringify([cluster, groupOf({ apiVersion }), kind, id]);
}

function keyOfResource({ type, id, provider }: Resource): string | undefined {
  const token = kindOf(type);
  const cluster = clusterOfProvider(provider);
  if (token === undefined || cluster === undefined || id === undefined) return undefined;
  return JSON.stringify([cluster, groupOf(token), token.kind, id]);
}

async function search(configuration: ClusterConfiguration, cluster: string, since: Date): Promise<TouchedObject[]> {
  try {
    const read = configuration.kubeconfig(cluster);
    if (!read.ok) throw new Error(read.problem);
    return await touchedSince(new ClusterReader(read.kubeconfig, ANSWER_WITHIN), cluster, since);
  } catch (error) {
    const message = `cluster "${cluster}" cannot be searched for what the interrupted run has delivered: ${answerProblem(error)}`;
    const hint = "nothing was changed; try again when it answers, or detach it when it is gone for good";
    throw new InputError([{ severity: "error", code: "no-answer", message, hint }]);
  }
}
