import type { Finding } from "../findings";

/** A cluster as Alibaba Cloud lists it. */
export interface ListedCluster {
  clusterId: string;
  clusterName: string;
  /** `initial`, `running`, `failed`, `deleting`, … */
  state: string;
}

/** A cluster that the configuration wants to be created, with what the stack's state and the cloud know of it. */
export interface ComparedCluster {
  cluster: string;
  /** Place in the configuration. */
  path: string;
  /** Name in Alibaba Cloud. */
  cloudName: string;
  /** What the cloud has under the id of the last run, or else under that name. */
  listed: ListedCluster | undefined;
  /** Whether the state has the cluster. */
  inState: boolean;
  /** The command that makes Pulumi forget the cluster and everything in it. */
  forget: string;
  /** The command that makes Pulumi know a listed cluster; undefined when the state has nothing to put it under. */
  adopt: string | undefined;
}

const AFTERWARDS = "to end the warning about a pending operation: pulumi refresh --clear-pending-creates --yes";

/** Says where state and cloud do not fit together, so that a run would create a second cluster or deliver into none. */
export function checkCloud(compared: readonly ComparedCluster[]): Finding[] {
  return compared.flatMap((one) => {
    const problem = one.inState ? lost(one) : taken(one);
    return problem === undefined ? [] : [{ severity: "error", code: "unknown-cluster", path: one.path, ...problem }];
  });
}

type Problem = Pick<Finding, "message" | "hint">;

/** A cluster of the state that is not what it should be. */
function lost({ cluster, listed, forget }: ComparedCluster): Problem | undefined {
  if (listed === undefined) {
    return {
      message: `cluster "${cluster}" was created by this stack, and Alibaba Cloud does not have it any more`,
      hint: `let Pulumi forget it and everything in it: ${forget}; then run pulumi up, which creates it anew, or remove it here`,
    };
  }
  const { clusterId, state } = listed;
  const message = `cluster "${cluster}" cannot be delivered to: ${clusterId} is ${state}`;
  if (state === "initial")
    return { message, hint: "it is still being created: run pulumi up again when it is running" };
  if (state !== "failed" && state !== "deleting" && state !== "delete_failed") return undefined;
  return {
    message,
    hint: `delete it in the console of Alibaba Cloud, let Pulumi forget it: ${forget}; then run pulumi up, which creates it anew`,
  };
}

/** A cluster that would be created beside one of the same name. */
function taken({ cluster, cloudName, listed, adopt }: ComparedCluster): Problem | undefined {
  if (listed === undefined) return undefined;
  const { clusterId, state } = listed;
  const message = `Alibaba Cloud has a cluster called "${cloudName}" already, ${clusterId}, which is ${state}, and this stack does not know it`;
  if (adopt === undefined) {
    return { message, hint: `join it with ack.id, or give "${cluster}" another name in the cloud with ack.name` };
  }
  const remedy = state === "running" ? `adopt it: ${adopt}; or delete it` : "wait until it is running, or delete it";
  return { message, hint: `a run was interrupted while it created it: ${remedy} in the console; ${AFTERWARDS}` };
}
