import type { Settings } from "../../components/settings";
import { parseDocuments } from "../../model/documents";
import { InputError } from "../../model/findings";
import type { FoundObject } from "../../plan/found";
import type { ClusterConfiguration } from "../cluster/configuration";
import { deliveredNames } from "../interrupted";
import { readFiles } from "../read-files";
import { refuseWhileRunning, type StackPlace } from "./going-on";
import { dropPending, hasPending, pendingRun } from "./pending";
import { beginUnsaved, endUnsaved, type LastRun, lastRun, lastRunAtRest, type UnsavedRun } from "./saved";
import { deploymentIn, isWrittenAfter, readState } from "./state";
import { leftObjects } from "./unknown";

/** What is known of a stack before a run of it. */
export interface Standing {
  last: LastRun;
  /** The state that the last run has left, as `pulumi stack export` prints it. */
  state: string;
  /** The last run, when it was cut off and no run goes on any more: what it was doing, the state may not have. */
  cutOff?: UnsavedRun;
}

/** Whether the last run of a stack may have been cut off; it may also go on. */
export function seemsCutOff({ last, state }: Standing): boolean {
  return last.unsaved !== undefined || hasPending(deploymentIn(state));
}

/**
 * What is known of a stack when no run of it goes on any more.
 *
 * @param known read just now
 * @param stack default: the current one
 * @throws InputError when another run goes on
 */
export async function atRest(known: Standing, settings: Settings, stack?: StackPlace): Promise<Standing> {
  if (!seemsCutOff(known)) return known;
  const noted = pendingRun(known.state, settings.timeoutSeconds);
  const wanted = namesIn(settings);
  refuseWhileRunning(stack);
  const last = await lastRunAtRest(() => lastRun(stack?.name));
  const run = last.unsaved ?? noted;
  if (run === undefined) return { last, state: await readState(stack?.name) };
  // The engine has just dropped its notes, and the next run may fail before it has looked after them.
  const cutOff = { since: run.since, applications: [...new Set([...run.applications, ...wanted])] };
  await beginUnsaved(cutOff, stack?.name);
  return { last: {}, state: known.state, cutOff };
}

/**
 * Looks in clusters for what a run that was cut off has left, and says so.
 *
 * @param clusters names of those that it may have delivered to
 * @param stack default: the current one
 * @returns undefined where one of them does not answer, and the state does have what the run had done before it was ended: it may have been
 * ended because of that cluster
 * @throws InputError where the state may not have that
 */
export async function searchCutOff(
  configuration: ClusterConfiguration,
  clusters: readonly string[],
  { run, state }: { run: UnsavedRun; state: string },
  stack?: StackPlace,
): Promise<FoundObject[] | undefined> {
  const which = stack === undefined ? "" : ` of the stack "${stack.name}"`;
  process.stderr.write(`The last run${which} was cut off. Looking for what it has delivered.\n`);
  try {
    const found = await leftObjects(configuration, clusters, run, await readState(stack?.name));
    const unknown = found.filter(({ known }) => !known).length;
    process.stderr.write(`${unknown === 1 ? "1 object is" : `${unknown} objects are`} not in the state yet.\n`);
    return found;
  } catch (error) {
    if (!(error instanceof InputError) || !isWrittenAfter(state, run.since)) throw error;
    for (const { message } of error.findings)
      process.stderr.write(`warning: ${message}; this run goes on without that, and the next one looks again\n`);
    return undefined;
  }
}

/**
 * Says that somebody has looked after all that the last run was doing.
 *
 * @param stack default: the current one
 */
export async function endCutOff(stack?: string): Promise<void> {
  dropPending(stack);
  await endUnsaved(undefined, stack);
}

/**
 * After a run that has failed: says that everything is in the state, where that was written since and nothing was going on then. A run that
 * was refused, because another one goes on, has said nothing: what the stack says may be the other's.
 *
 * @param since when the run has begun
 * @param stack default: the current one
 */
export async function endIfSaved(since: Date, stack?: string): Promise<void> {
  const { unsaved } = await lastRun(stack);
  if (unsaved?.since.getTime() !== since.getTime()) return;
  const state = await readState(stack);
  if (isWrittenAfter(state, since) && !hasPending(deploymentIn(state))) await endUnsaved(undefined, stack);
}

/** What a stack delivers, as `<namespace>/<name>`. */
export function namesIn({ application }: Pick<Settings, "application">): string[] {
  return deliveredNames(parseDocuments(readFiles(application)).documents);
}
