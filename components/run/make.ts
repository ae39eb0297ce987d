import * as pulumi from "@pulumi/pulumi";
import { tellSkipped } from "../../cli/skipped";
import type { PlannedApplication } from "../../plan/deliveries";
import { holdWarnings, undecidedWarnings } from "../../plan/warnings";
import type { Application } from "../application";
import { makeApplications } from "../deliver";
import { pullingClusters } from "../ocm/pulling";
import { settledBefore } from "../outputs";
import type { Registration } from "../registration";
import { report } from "../report";
import { finish } from "../rounds";
import type { CheckedRun } from "./check";
import type { Input } from "./input";
import type { RunPlan } from "./plan";
import type { Target } from "./target";

/** What a run has made. */
export interface MadeRun {
  /** The last plan, in which everything is decided that could be. */
  decided: readonly PlannedApplication[];
  applications: readonly Application[];
  registered: ReadonlyMap<string, Registration>;
}

/**
 * Turns a plan into resources: a provider for each cluster that is used, registrations, and the Applications, as far as they are decided;
 * and goes on with what is decided only when steps have ended.
 *
 * @throws InputError when steps or waves failed whose failure did not end the run
 */
export async function makeRun(input: Input, target: Target, plan: RunPlan, checked: CheckedRun): Promise<MadeRun> {
  const { settings, fleet, hub, pull, skip } = target;
  if (!pulumi.runtime.isDryRun()) tellSkipped(target.skipping.skip.clusters);
  await input.shard.mark();
  const clusters = fleet.clusters(checked.used);
  const registered = checked.registrations.make(clusters, checked.used, fleet);
  const applications = makeApplications(checked.planned, clusters, {
    ...settings,
    pulling: pullingClusters(pull, settings, hub, clusters, registered),
    checked: checked.checked,
    settled: settledBefore(input.shard.before.settled),
    unfinished: plan.unfinished,
    module: input.own.module,
  });
  const decided = await finish(checked.planned, applications, async (progress) => {
    const next = await checked.ownershipOf(plan.again({ delivered: plan.kept, progress }));
    report(next.findings.filter(({ severity }) => severity === "error"));
    return next;
  });
  report([...holdWarnings(decided), ...undecidedWarnings(decided, skip)]);
  return { decided, applications, registered };
}
