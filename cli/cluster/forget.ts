import { withForgotten } from "../../model/cluster-identity";
import { type StateResource, withoutCluster } from "../../model/forget-cluster";
import { shardStacks } from "../outputs";
import { pulumi, pulumiWithInput } from "../pulumi";

/** A resource with what a stack keeps in the outputs of its own. */
interface Resource extends StateResource {
  outputs?: { identities?: unknown };
}

/** A state as `pulumi stack export` prints it, with its secrets encrypted. */
interface State {
  deployment: { resources?: Resource[]; pending_operations?: { resource: StateResource }[] };
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
  const shards = shardStacks().map((stack) => forgetIn(names, ["--stack", stack]));
  return shards.length === 0 ? forgetIn(names, []) : shards.reduce((sum, count) => sum + count, 0);
}

/** @param where arguments that name a stack; none for the current one */
function forgetIn(names: readonly string[], where: readonly string[]): number {
  const state = JSON.parse(pulumi("stack", "export", ...where)) as State;
  const { resources = [], pending_operations: pending = [] } = state.deployment;
  const kept = withoutCluster(resources, new Set(names));
  const isElsewhere = where.length > 0 && kept.length === resources.length;
  if (isElsewhere) return 0;
  const urns = new Set(kept.map(({ urn }) => urn));
  const deployment = {
    ...state.deployment,
    resources: kept.map((resource) => (resource.type === STACK ? withIdentityForgotten(resource, names) : resource)),
    pending_operations: pending.filter(({ resource }) => urns.has(resource.urn)),
  };
  pulumiWithInput(JSON.stringify({ ...state, deployment }), "stack", "import", ...where);
  return resources.filter(({ urn, type }) => type.startsWith("kubernetes:") && !urns.has(urn)).length;
}

function withIdentityForgotten({ outputs = {}, ...stack }: Resource, names: readonly string[]): Resource {
  return { ...stack, outputs: { ...outputs, identities: withForgotten(outputs.identities, names) } };
}
