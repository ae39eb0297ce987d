import { nameOf } from "../../model/urn";
import { changeStates } from "../states";
import { kindOf } from "../unready/state";
import type { UnsavedRun } from "./saved";
import { type Deployment, deploymentIn, writtenAt } from "./state";

/** Whether a state notes that something is being done to objects in clusters, or by a step. */
export function hasPending({ pending_operations: pending = [] }: Deployment): boolean {
  return pending.some(isOwn);
}

/**
 * The run with checkpoints that goes on, or was cut off, by the state that it has left: what it was doing, the state does not have.
 * Undefined when there is none.
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

/**
 * Takes the notes about objects and steps out of a stack's state, once somebody has looked at all that they may be about.
 *
 * @param stack default: the current one
 */
export function dropPending(stack?: string): void {
  changeStates(stack, (deployment: Deployment) => {
    if (!hasPending(deployment)) return { told: undefined };
    const others = deployment.pending_operations?.filter((one) => !isOwn(one)) ?? [];
    return { deployment: { ...deployment, pending_operations: others }, told: undefined };
  });
}

/** What steps do is found nowhere, and done again: it was not finished. */
const STEPS = /^flotilla:index:/;

function isOwn({ resource: { type } }: { resource: { type: string } }): boolean {
  return kindOf(type) !== undefined || STEPS.test(type);
}
