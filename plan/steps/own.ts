import type { WorkflowStep } from "../../model/application";
import type { ClusterInfo } from "../../model/cluster";
import type { Finding } from "../../model/findings";
import type { JsonObject } from "../../model/json";
import { findingAt } from "../../model/source";
import { didYouMean } from "../../model/suggest";
import type { OwnStepType } from "./own-type";
import { NOTHING, type StepContext, type StepType } from "./types";

/** A user's own step type as the planner has step types: it delivers nothing, and runs in `up`. */
export function plannedType(own: OwnStepType): StepType {
  const { name, description, schema, secret = false } = own;
  return {
    ...{ name, description, schema, runs: true },
    clusters: (properties, known) => neededClusters(own, properties, known).names,
    plan(properties, step, context) {
      context.findings.push(...wrongClusters(own, step, context));
      const json = JSON.parse(JSON.stringify(properties)) as JsonObject;
      return { ...NOTHING, ...(secret ? { secret } : {}), run: { properties: json, secretOutputs: secret, own: true } };
    },
  };
}

/** What the type says, or why it says nothing: it is a function of somebody else's. */
function neededClusters(own: OwnStepType, properties: JsonObject, known: readonly ClusterInfo[]) {
  try {
    const names = own.clusters?.(properties, known) ?? [];
    if (Array.isArray(names) && names.every((name) => typeof name === "string")) return { names };
    return { names: [], problem: "it gives no list of names" };
  } catch (error) {
    return { names: [], problem: error instanceof Error ? error.message : String(error) };
  }
}

function wrongClusters(own: OwnStepType, step: WorkflowStep, { registry }: StepContext): Finding[] {
  const { names, problem } = neededClusters(own, step.properties, registry.clusters);
  const known = registry.clusters.map(({ name }) => name);
  const wrong = (finding: Pick<Finding, "code" | "message" | "hint">) =>
    findingAt([step.origin], ["properties"], { severity: "error", ...finding });
  if (problem !== undefined) {
    const message = `step "${step.name}": clusters of the step type "${own.name}" failed: ${problem}`;
    return [wrong({ code: "invalid-module", message })];
  }
  return names
    .filter((name) => !known.includes(name))
    .map((name) => {
      const message = `step "${step.name}" needs cluster "${name}", and there is none of that name`;
      return wrong({ code: "unknown-cluster", message, ...didYouMean(name, known) });
    });
}
