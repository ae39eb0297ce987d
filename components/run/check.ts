import { findingsOf } from "../../checks/run";
import { missingCheckpoints, orphanWarnings } from "../../cli/interrupted";
import { deliveringLater } from "../../cli/shard-order";
import type { Finding } from "../../model/findings";
import { checkRenames, knownClusters } from "../../model/known-clusters";
import { needsCheckpoints } from "../../plan/checkpoints";
import type { PlannedApplication } from "../../plan/deliveries";
import { reachedElsewhere } from "../../plan/shards/acting";
import { usedClusters } from "../../plan/used-clusters";
import { identify } from "../identities";
import type { Connection } from "../kubeconfigs";
import { Registrations } from "../ocm/registrations";
import { checkOwnership, type Ownership } from "../ownership";
import { report } from "../report";
import type { SkippedOutput } from "../skipping";
import type { Input } from "./input";
import type { RunPlan } from "./plan";
import type { Target } from "./target";

/** A plan that may be delivered. */
export interface CheckedRun extends Pick<Ownership, "planned" | "checked"> {
  /** The clusters that something is delivered to or registered from, and how they are reached. */
  used: Connection[];
  /** The clusters of other stacks that steps reach, and how. */
  elsewhere: Connection[];
  registrations: Registrations;
  skipped: SkippedOutput[];
  /** Who the clusters say they are, by the first names that they had. */
  identities: Record<string, string>;
  /** Whether anything was reported. */
  hasFindings: boolean;
  /** Looks whose the objects of a further plan are. */
  ownershipOf: (planned: readonly PlannedApplication[]) => Promise<Ownership>;
}

/**
 * Checks a plan against the clusters that it reaches, and reports everything that is found.
 *
 * @throws InputError with everything that speaks against the delivery
 */
export async function checkRun(input: Input, target: Target, plan: RunPlan): Promise<CheckedRun> {
  const { given, settings, fleet, hub, pull } = target;
  const { before, acting } = input.shard;
  const { planned, skip } = plan;
  const registrations = Registrations.of(given, hub, before, skip.clusters);
  const reached = [...usedClusters(planned, pull.clusters, skip, acting), ...registrations.clusters];
  const used = await fleet.connections(fleet.needed(reached));
  const elsewhere = await fleet.connections(reachedElsewhere(planned, acting));
  const skipped = target.skipping.outputs(planned, before.skipped, plan.now);
  const asking = { answers: target.answers, skipped: skip.clusters };
  const ownershipOf = (next: readonly PlannedApplication[]) => checkOwnership(next, used, target.delivered);
  const [identities, ownership] = await Promise.all([
    identify(used, input.configured.credentials, asking, before.identities),
    ownershipOf(planned),
  ]);
  const joined = settings.credentials.map(({ cluster }) => cluster);
  const findings = [
    ...input.shard.findings(settings, plan.documents, planned),
    ...warningsOf(input, target, plan, registrations),
    ...findingsOf({ ...plan.documents, ...settings, planned }, plan.checks),
    ...checkRenames(knownClusters(before.clusters), used, joined, deliveringLater().refresh),
    ...identities.findings,
    ...fleet.warnings,
    ...orphanWarnings(plan.orphans),
    ...missingCheckpoints(needsCheckpoints(planned, input.configured.credentials, registrations.areNew)),
    ...ownership.findings,
  ];
  report(findings);
  const { planned: owned, checked } = ownership;
  const hasFindings = findings.length > 0;
  return {
    planned: owned,
    checked,
    used,
    elsewhere,
    registrations,
    skipped,
    identities: identities.uids,
    hasFindings,
    ownershipOf,
  };
}

function warningsOf(input: Input, target: Target, plan: RunPlan, registrations: Registrations): Finding[] {
  return [
    ...target.settings.warnings,
    ...target.skipping.warnings(plan.planned),
    ...registrations.warnings,
    ...input.warnings,
    ...target.warnings,
    ...plan.warnings,
  ];
}
