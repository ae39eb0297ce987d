import { isObject, type Json } from "../../model/json";
import { lastDelivered } from "../../plan/revisions/history";
import type { Revision, RevisionHistory } from "../../plan/revisions/types";
import { pulumi } from "../pulumi";
import { mistake } from "./history";

/** The revisions that Applications of the current stack are pinned to, by `<namespace>/<name>`. */
export function readPins(): Record<string, string> {
  const all = JSON.parse(pulumi("config", "--json")) as Record<string, { objectValue?: Json }>;
  const pins = all["flotilla:revisions"]?.objectValue;
  return isObject(pins) ? Object.fromEntries(Object.entries(pins).map(([key, name]) => [key, String(name)])) : {};
}

/**
 * Pins an Application to a revision in the stack's configuration, and says what to do next.
 *
 * @throws InputError when the Application delivers nothing by itself
 */
export function pin(application: string, { state }: Pick<RevisionHistory, "state">, { name }: Revision): string {
  if (state === "recorded") {
    const message = `${application} is kept as revisions only, so there is nothing to put back`;
    throw mistake({ message, hint: "name the revision in the AppDeployment that delivers it" });
  }
  pulumi("config", "set", "--path", keyOf(application), name);
  return [
    `${application} is pinned to ${name}; its files stay as they are.`,
    "See what changes with: npx pulumi preview, and deliver it with: npx pulumi up",
    `Go back to the files with: npx flotilla revisions unpin ${application}`,
    "",
  ].join("\n");
}

/** Removes a pin. Nothing happens when there is none. */
export function unpin(application: string): void {
  pulumi("config", "rm", "--path", keyOf(application));
}

/**
 * The revision to go back to: the last one that was delivered completely. That is the current one when the last run failed on the
 * way to the next.
 *
 * @throws InputError when there is none
 */
export function rollbackTarget(application: string, history: RevisionHistory, lastRunFailed: boolean): Revision {
  const { current, state, revisions } = history;
  const isBehind = lastRunFailed && state === "delivered";
  const target = isBehind ? revisions.find(({ name }) => name === current) : lastDelivered(history);
  if (target !== undefined) return target;
  const message = `${application} has no earlier revision that was delivered completely`;
  throw mistake({ message, hint: `see which there are: npx flotilla revisions ${application}` });
}

/** Whether the last run that changed the current stack failed. */
export function lastRunFailed(): boolean {
  const runs = JSON.parse(pulumi("stack", "history", "--json")) as { kind: string; result: string }[];
  return runs.find(({ kind }) => kind === "update")?.result === "failed";
}

function keyOf(application: string): string {
  return `flotilla:revisions[${JSON.stringify(application)}]`;
}
