import { withForgotten } from "../../model/cluster-identity";
import { type StateResource, withoutCluster } from "../../model/forget-cluster";
import { type Changed, changeStates } from "../states";

/** A resource with what a stack keeps in the outputs of its own. */
interface Resource extends StateResource {
  outputs?: { identities?: unknown };
}

interface Deployment {
  resources?: Resource[];
  pending_operations?: { resource: StateResource }[];
}

const STACK = "pulumi:pulumi:Stack";

/**
 * Takes a cluster and all that is in it out of the current stack's state, or out of that of its shard; the cluster itself is not asked.
 * The next one of its names may be another cluster.
 *
 * @param names what the cluster is and was called
 * @returns how many objects stay in the cluster, and nobody knows of any more
 */
export function forget(names: readonly string[]): number {
  const counts = changeStates(undefined, (deployment: Deployment, isShard) => forgetIn(names, deployment, isShard));
  return counts.reduce((sum, count) => sum + count, 0);
}

function forgetIn(names: readonly string[], deployment: Deployment, isShard: boolean): Changed<Deployment, number> {
  const { resources = [], pending_operations: pending = [] } = deployment;
  const kept = withoutCluster(resources, new Set(names));
  if (isShard && kept.length === resources.length) return { told: 0 };
  const urns = new Set(kept.map(({ urn }) => urn));
  return {
    deployment: {
      ...deployment,
      resources: kept.map((resource) => (resource.type === STACK ? withIdentityForgotten(resource, names) : resource)),
      pending_operations: pending.filter(({ resource }) => urns.has(resource.urn)),
    },
    told: resources.filter(({ urn, type }) => type.startsWith("kubernetes:") && !urns.has(urn)).length,
  };
}

function withIdentityForgotten({ outputs = {}, ...stack }: Resource, names: readonly string[]): Resource {
  return { ...stack, outputs: { ...outputs, identities: withForgotten(outputs.identities, names) } };
}
