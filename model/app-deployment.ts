import type { WrittenAppDeploymentSpec } from "./app-deployment-schema";
import type { Path } from "./findings";
import { childOrigin, type Notes } from "./notes";
import type { Origin } from "./source";

/** KubeVela's `AppDeployment`: revisions of Applications side by side, and how requests are split; `core.oam.dev/v1beta1`. */
export interface AppDeployment {
  name: string;
  /** `default` when the document names none. Revisions are looked for there. */
  namespace: string;
  annotations: Record<string, string>;
  spec: WrittenAppDeploymentSpec;
  origin: Origin;
}

/** A rule of an AppDeployment about which requests go where. */
export type HttpRule = NonNullable<WrittenAppDeploymentSpec["traffic"]>["http"][number];

/** The weights of a rule's targets, in their order: a single target has all when it does not say. */
export function weightsOf({ weightedTargets }: HttpRule): number[] {
  const alone = weightedTargets.length === 1 ? 100 : 0;
  return weightedTargets.map(({ weight }) => weight ?? alone);
}

/** Checks what a schema cannot say: that weights add up and that they are for revisions that are there. */
export function checkAppDeployment(spec: WrittenAppDeploymentSpec, origin: Origin, notes: Notes): void {
  const at = childOrigin(origin, "spec");
  const { appRevisions, traffic, rollout } = spec;
  const named = appRevisions.map(({ revisionName }) => revisionName);
  notes.unique(
    "revision",
    named.map((name, index) => ({ name, origin: childOrigin(at, "appRevisions", index) })),
    ...(["error", "", "revisionName"] as const),
  );
  const checkName = (name: string, path: Path) => {
    if (named.includes(name)) return;
    const message = `the revision "${name}" is not among appRevisions`;
    notes.error(at, path, "unknown-revision", message, `there are ${named.join(", ")}`);
  };
  const checkSum = (weights: readonly number[], path: Path) => {
    const sum = weights.reduce((total, weight) => total + weight, 0);
    if (sum === 100) return;
    notes.error(at, path, "invalid-value", `the weights add up to ${sum}, must add up to 100`);
  };
  traffic?.http.forEach((rule, index) => {
    const path = ["traffic", "http", index, "weightedTargets"];
    checkSum(weightsOf(rule), path);
    rule.weightedTargets.forEach(({ revisionName }, target) => {
      checkName(revisionName, [...path, target, "revisionName"]);
    });
  });
  if (rollout && !traffic) {
    notes.error(at, ["rollout"], "missing-field", "a rollout needs traffic, which says where it ends", "add traffic");
  }
  rollout?.steps.forEach(({ weights }, index) => {
    const path = ["rollout", "steps", index, "weights"];
    for (const name of Object.keys(weights)) checkName(name, [...path, name]);
    const sums = new Set((traffic?.http ?? []).map((rule) => shiftedWeights(rule, weights).join()));
    for (const sum of sums) checkSum(sum.split(",").map(Number), path);
  });
}

/** The weights of a rule's targets while a rollout has other ones than the rule says. */
export function shiftedWeights({ weightedTargets }: HttpRule, weights: Readonly<Record<string, number>>): number[] {
  return weightedTargets.map(({ revisionName }) => weights[revisionName] ?? 0);
}
