import { createHash } from "node:crypto";
import type { Finding } from "../../model/findings";
import type { ClusterCredentials, DeliveryKind, RegistrationKind } from "../../model/registry";
import { clusterOf } from "../deliver";
import { applicationName, type PlannedApplication } from "../deliveries";
import { revisionOf } from "../hold";
import type { PlanStep } from "../types";

/** What a stack's configuration says about its clusters. */
interface ClusterSettings {
  credentials: readonly ClusterCredentials[];
  registration: RegistrationKind;
  delivery: DeliveryKind;
  clustersFrom: "config" | "ocm";
}

/** What of a configuration works with one stack only: what creates clusters, or has to do with the hub. */
export function refusedSettings({ credentials, registration, delivery, clustersFrom }: ClusterSettings): Finding[] {
  const clusters = credentials.flatMap(({ cluster, ack, ...one }): string[] => [
    ...(ack === undefined ? [] : [`cluster "${cluster}" is in Alibaba Cloud`]),
    ...((one.registration ?? registration) === "ocm" ? [`cluster "${cluster}" is registered in the hub`] : []),
    ...((one.delivery ?? delivery) === "pull" ? [`cluster "${cluster}" pulls`] : []),
  ]);
  const hub = clustersFrom === "ocm" ? ["clusters come from the hub"] : [];
  return [...clusters, ...hub].map((what) => ({
    ...{ severity: "error", code: "sharded" },
    message: `${what}, which a fleet in several stacks does not support`,
    hint: "deliver to it from a stack that is not split",
  }));
}

/** What a plan has that several stacks cannot deliver together: what counts once for all of them. */
export function refusedInShards(planned: readonly Pick<PlannedApplication, "plan">[]): Finding[] {
  return planned.flatMap(({ plan }) =>
    plan.steps.flatMap((step): Finding[] =>
      problemsOf(step).map((problem) => ({
        ...{ severity: "error", code: "sharded" },
        message: `step "${step.name}" of ${applicationName(plan)} ${problem}, which a fleet in several stacks cannot do`,
        hint: "take it out, or deliver this Application from a stack that is not split",
      })),
    ),
  );
}

function problemsOf({ waves, deliveries }: PlanStep): string[] {
  const away = deliveries.find(({ placement, objects }) =>
    objects.some((object) => clusterOf(object) !== placement.cluster),
  );
  return [
    ...((waves?.maxFailures ?? 0) > 0 ? ["counts failures (maxFailures)"] : []),
    ...(away === undefined ? [] : [`places component "${away.component}" in one cluster and its objects in another`]),
  ];
}

/**
 * Changes with anything that plans deliver or do, and with what of them is held: the same in all shards.
 *
 * @param planned before any step has told anything
 */
export function planDigest(planned: readonly Pick<PlannedApplication, "plan" | "decisions">[]): string {
  const hash = createHash("sha256");
  for (const { plan, decisions } of planned)
    hash.update(
      JSON.stringify([
        applicationName(plan),
        revisionOf(plan),
        plan.steps.map(({ after }) => after),
        heldIn(decisions),
      ]),
    );
  return hash.digest("hex").slice(0, 16);
}

/** What else is decided at first is the same in all shards, or stays undecided in the one whose clusters do not answer. */
function heldIn(decisions: PlannedApplication["decisions"]): string[] {
  return [...decisions].flatMap(([step, decision]) => (decision === "held" ? [step] : []));
}
