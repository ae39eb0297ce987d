import { isObject, type Json } from "../../model/json";
import { lastDelivered } from "../../plan/revisions/history";
import type { Revision, RevisionHistory } from "../../plan/revisions/types";
import type { Delivering } from "../delivering";
import type { Outputs } from "../outputs";
import { onStack, pulumi } from "../pulumi";
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
 * @param commands what people are told to run
 * @throws InputError when the Application delivers nothing by itself
 */
export function pin(
  application: string,
  { state }: Pick<RevisionHistory, "state">,
  { name }: Revision,
  { preview, up }: Delivering,
): string {
  if (state === "recorded") {
    const message = `${application} is kept as revisions only, so there is nothing to put back`;
    throw mistake({ message, hint: "name the revision in the AppDeployment that delivers it" });
  }
  pulumi("config", "set", "--path", keyOf(application), name);
  return [
    `${application} is pinned to ${name}; its files stay as they are.`,
    `See what changes with: ${preview}, and deliver it with: ${up}`,
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

/** Whether the last run that changed the current stack failed, or that of one of those that its fleet is split over. */
export function lastRunFailed({ fleet }: Pick<Outputs, "fleet">): boolean {
  const shards = Object.values(fleet?.shards ?? {});
  return shards.length === 0 ? hasFailed(undefined) : shards.some(hasFailed);
}

function hasFailed(stack: string | undefined): boolean {
  const runs = pulumi("stack", "history", "--json", ...onStack(stack));
  const updates = (JSON.parse(runs) as { kind: string; result: string }[]).filter(({ kind }) => kind === "update");
  return updates[0]?.result === "failed";
}

function keyOf(application: string): string {
  return `flotilla:revisions[${JSON.stringify(application)}]`;
}
