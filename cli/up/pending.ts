import { nameOf } from "../../model/urn";
import { changeStates } from "../states";
import { kindOf } from "../unready/state";
import type { UnsavedRun } from "./saved";
import { type Deployment, deploymentIn, writtenAt } from "./state";

/** Whether a state notes that something is being done to objects in clusters. */
export function hasPending({ pending_operations: pending = [] }: Deployment): boolean {
  return pending.some(isOfObject);
}

/**
 * The run with checkpoints that goes on, or was cut off, by the state that it has left: what it was doing to objects, the state does not
 * have. Undefined when there is none.
 *
 * @param state as `pulumi stack export` prints it
 * @param timeoutSeconds how long an object may take to become ready: a creation that was going on began so long before the last checkpoint
 */
export function pendingRun(state: string, timeoutSeconds: number): UnsavedRun | undefined {
  const deployment = deploymentIn(state);
  if (!hasPending(deployment)) return undefined;
  const applications = (deployment.resources ?? []).filter(({ type }) => type === "flotilla:index:Application");
  const since = new Date(writtenAt(deployment) - timeoutSeconds * 1000);
  return { since, applications: applications.map(({ urn }) => nameOf(urn)) };
}

/** Takes the notes about objects out of the current stack's state, once somebody has looked at all that they may be about. */
export function dropPending(): void {
  changeStates(undefined, (deployment: Deployment) => {
    if (!hasPending(deployment)) return { told: undefined };
    const others = deployment.pending_operations?.filter((one) => !isOfObject(one)) ?? [];
    return { deployment: { ...deployment, pending_operations: others }, told: undefined };
  });
}

function isOfObject({ resource }: { resource: { type: string } }): boolean {
  return kindOf(resource.type) !== undefined;
}
