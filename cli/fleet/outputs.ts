import type { HeldOutput } from "../../components/held-outputs";
import type { StepOutput } from "../../components/outputs";
import { FORGOTTEN } from "../../model/cluster-identity";
import type { Outputs } from "../outputs";

/** How far the shard that has come least far has come with a step. */
const PHASES: readonly StepOutput["phase"][] = ["held", "pending", "terminated", "skipped", "delivered"];

/** The outputs of a fleet, given those of all its shards. */
export function mergedOutputs(shards: readonly Outputs[]): Outputs {
  return {
    deliveries: shards.flatMap(({ deliveries }) => deliveries),
    steps: mergedSteps(shards.flatMap(({ steps }) => steps)),
    held: mergedHeld(shards.flatMap(({ held }) => held)),
    clusters: shards.flatMap(({ clusters }) => clusters),
    skipped: shards.flatMap(({ skipped }) => skipped),
    inventory: mergedInventories(shards.map(({ inventory }) => inventory)),
    identities: mergedIdentities(shards.flatMap(({ identities }) => Object.entries(identities ?? {}))),
    revisions: Object.assign({}, ...shards.map(({ revisions }) => revisions)),
  };
}

/** A shard that has forgotten a cluster says nothing against another one that knows it. */
function mergedIdentities(all: readonly [name: string, uid: string][]): Record<string, string> {
  return Object.fromEntries([
    ...all.filter(([, uid]) => uid === FORGOTTEN),
    ...all.filter(([, uid]) => uid !== FORGOTTEN),
  ]);
}

function mergedSteps(all: readonly StepOutput[]): StepOutput[] {
  const steps = new Map<string, StepOutput>();
  for (const step of all) {
    const key = JSON.stringify([step.application, step.step]);
    const known = steps.get(key);
    if (known === undefined || PHASES.indexOf(step.phase) < PHASES.indexOf(known.phase)) steps.set(key, step);
  }
  return [...steps.values()];
}

/** All shards hold the same; the first one that did says since when. */
function mergedHeld(all: readonly HeldOutput[]): HeldOutput[] {
  const held = new Map<string, HeldOutput>();
  for (const gate of all) {
    const key = JSON.stringify([gate.application, gate.step, gate.digest]);
    const known = held.get(key);
    if (known === undefined || gate.since < known.since) held.set(key, gate);
  }
  return [...held.values()];
}

function mergedInventories(all: readonly Outputs["inventory"][]): Outputs["inventory"] {
  const names = [...new Set(all.flatMap((one) => Object.keys(one)))];
  return Object.fromEntries(names.map((name) => [name, all.flatMap((one) => one[name] ?? [])]));
}
