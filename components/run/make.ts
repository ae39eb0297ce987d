import * as pulumi from "@pulumi/pulumi";
import { writePlanFacts } from "../../cli/plan-facts";
import { tellSkipped } from "../../cli/skipped";
import type { PlannedApplication } from "../../plan/deliveries";
import type { Progress } from "../../plan/running/types";
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
  const { settings, fleet, hub, pull } = target;
  if (!pulumi.runtime.isDryRun()) tellSkipped(target.skipping.skip.clusters);
  await input.shard.mark();
  const clusters = fleet.clusters(checked.used);
  const registered = checked.registrations.make(clusters, checked.used, fleet);
  const applications = makeApplications(checked.planned, clusters, {
    ...settings,
    pulling: pullingClusters(pull, settings, hub, clusters, registered),
    reached: fleet.access(checked.elsewhere),
    checked: checked.checked,
    settled: settledBefore(input.shard.before.settled),
    unfinished: plan.unfinished,
    module: input.own.module,
    began: input.shard.began,
  });
  const again = async (progress: ReadonlyMap<string, Progress>) => {
    const next = await checked.ownershipOf(plan.again({ delivered: plan.kept, progress }));
    report(next.findings.filter(({ severity }) => severity === "error"));
    return next;
  };
  const elsewhere = await input.shard.found(plan.planned);
  const decided = await finish(checked.planned, applications, again, { elsewhere, goesOn: input.shard.goesOn });
  // What is not decided when a run ends that is one of several is decided in a later one.
  const undecided = target.part === undefined ? undecidedWarnings(decided, plan.skip) : [];
  report([...holdWarnings(decided), ...undecided]);
  const facts = input.shard.facts(settings, { first: plan.planned, decided }, checked.skipped);
  writePlanFacts(decided, settings.registry, target.delivered, checked.skipped, facts);
  return { decided, applications, registered };
}
