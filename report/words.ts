import type { Json } from "../model/json";
import type { Waves } from "../plan/waves";
import type { SkippedFacts } from "./facts";
import type { FieldChange } from "./fields";
import { ACTIONS, type Action, type Change, type Counts, type StepReport, type Subject } from "./types";

/** How a change begins on a line, as Pulumi marks them. */
export const SIGNS: Readonly<Record<Action, string>> = {
  create: "+",
  update: "~",
  replace: "+-",
  delete: "-",
  forget: "o",
};

const DONE: Readonly<Record<Action, string>> = {
  create: "created",
  update: "updated",
  replace: "replaced",
  delete: "deleted",
  forget: "left behind",
};

/** Such as `2 created, 1 deleted`; empty when nothing changes. */
export function countWords(counts: Counts): string {
  return ACTIONS.filter((action) => counts[action] > 0)
    .map((action) => `${counts[action]} ${DONE[action]}`)
    .join(", ");
}

/** How many objects the changes of a step touch, over all its clusters. */
export function countChanges(changes: readonly Change[]): Counts {
  const counts: Counts = { create: 0, update: 0, replace: 0, delete: 0, forget: 0 };
  for (const { action, clusters } of changes) counts[action] += Math.max(1, clusters.length);
  return counts;
}

/** Such as `Deployment default/web`, or `alicloud:vpc/network:Network main`. */
export function subjectWords({ kind, namespace, name }: Subject): string {
  return `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`;
}

/** Names, or how many there are when they are many. */
export function clusterWords(clusters: readonly string[], many = 5): string {
  if (clusters.length <= many) return clusters.join(", ");
  return `${clusters.slice(0, many - 1).join(", ")} and ${clusters.length - many + 1} more`;
}

/** What to say beside a change: that it puts something right, or why nothing less would do. */
export function remarks({ action, drift, why, fields }: Change): string[] {
  const noField = action === "update" && fields.length === 0 ? ["only how it is delivered changes"] : [];
  const mended = action === "create" ? "somebody deleted it" : "somebody changed it";
  return [
    ...(drift ? [mended] : []),
    ...(why.length > 0 ? [`${why.join(", ")} cannot be changed in place`] : []),
    ...(action === "forget" ? ["stays where it is, and is nobody's afterwards"] : []),
    ...noField,
  ];
}

/** What a step waits for, and the waves that it goes through; empty when there is nothing to say. */
export function stateWords({ state, application, step, digest, waves }: StepReport): string {
  const words = {
    held: `held: plan ${digest} waits for an approval, given by: npx flotilla workflow resume ${application} ${step}`,
    terminated: `given up; asked for again by: npx flotilla workflow restart ${application}`,
    waits: "waits for a step that is held",
    delivers: "",
  };
  return [words[state], waves === undefined ? "" : waveWords(waves)].filter((text) => text !== "").join("; ");
}

/** Such as `2 waves: c1, then c2, c3`. */
export function waveWords({ clusters }: Pick<Waves, "clusters">): string {
  const shown = clusters.slice(0, 4).map((names) => clusterWords(names, 3));
  const more = clusters.length > shown.length ? [`${clusters.length - shown.length} more`] : [];
  return `${clusters.length} ${clusters.length === 1 ? "wave" : "waves"}: ${[...shown, ...more].join(", then ")}`;
}

/** Title of the group of clusters that are left out. */
export const SKIPPED = "Skipped because unreachable";

/** Why a cluster is left out, and since when. */
export function skippedWords({ since, reason }: SkippedFacts): string {
  return `does not answer since ${since}: ${reason}`;
}

/** A field's change on one line, each side cut to `width` characters. */
export function fieldWords({ path, old, new: now }: FieldChange, width = 100): string {
  if (old === undefined) return `${path}: ${valueWords(now, width)} is new`;
  if (now === undefined) return `${path}: ${valueWords(old, width)} goes`;
  return `${path}: ${valueWords(old, width)} -> ${valueWords(now, width)}`;
}

function valueWords(value: Json | undefined, width: number): string {
  const text = JSON.stringify(value) ?? "";
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}
