import { type Finding, InputError } from "../../model/findings";
import { isRelease } from "../../workloads/release";
import type { ObjectNode, ResourceGraph } from "../graph-types";
import type { PlanStep } from "../types";
import { PORTION_BYTES, sizeOf } from "./portions";
import type { PullOptions } from "./works";

/** What of a graph clusters that pull cannot have, all at once. */
export function checkPulled(
  graph: ResourceGraph,
  { clusters, allowSecrets }: Pick<PullOptions, "clusters" | "allowSecrets">,
): Finding[] {
  return graph.nodes.flatMap((node) => {
    if (node.kind !== "object" || !clusters.has(node.cluster)) return [];
    const finding = problemOf(node, allowSecrets);
    return finding === undefined ? [] : [finding];
  });
}

/**
 * Refuses steps that ask clusters that pull: flotilla itself does not reach these.
 *
 * @throws InputError with every such step and cluster
 */
export function checkReached(
  steps: readonly Pick<PlanStep, "name" | "reaches" | "place">[],
  pull: Pick<PullOptions, "clusters"> | undefined,
): void {
  const findings = steps.flatMap(({ name, reaches = [], place }) =>
    reaches
      .filter((cluster) => pull?.clusters.has(cluster))
      .map((cluster): Finding => {
        const message = `step "${name}" asks cluster "${cluster}" itself, which pulls: flotilla does not reach it`;
        const hint = "take the cluster out of the step, or use delivery: push for it";
        return { severity: "error", code: "not-supported", message, hint, ...place };
      }),
  );
  if (findings.length > 0) throw new InputError(findings);
}

function problemOf(node: ObjectNode, allowSecrets: boolean): Finding | undefined {
  const { object, handling } = node;
  if (isRelease(object)) {
    return refusal(node, "is a Helm release, which only flotilla itself can install", "use delivery: push for it");
  }
  if (isSecretNode(node) && !allowSecrets) {
    const message = "would be readable on the hub for everybody who may read ManifestWorks there";
    return refusal(node, message, "allow it: pulumi config set flotilla:allowSecretsInHub true");
  }
  if (sizeOf(object) > PORTION_BYTES) {
    return refusal(node, `has more than ${PORTION_BYTES / 1024} KiB, too much for a ManifestWork`, "make it smaller");
  }
  if (handling.orphan) {
    return refusal(node, "cannot leave behind what it owns: OCM's agents know no such deletion", "use delivery: push");
  }
  return undefined;
}

/** Whether an object's content must not be seen: it is a Secret, or has something secret in it. */
export function isSecretNode({ object, secret }: Pick<ObjectNode, "object" | "secret">): boolean {
  return secret === true || (object.apiVersion === "v1" && object.kind === "Secret");
}

function refusal({ object, cluster }: ObjectNode, problem: string, hint: string): Finding {
  const name = `${object.kind} "${object.metadata?.name}"`;
  return {
    severity: "error",
    code: "not-supported",
    message: `${name} cannot be pulled by cluster "${cluster}": it ${problem}`,
    hint,
  };
}
