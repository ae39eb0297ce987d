import type { Application } from "../model/application";
import type { Finding } from "../model/findings";
import type { ClusterCredentials } from "../model/registry";
import { findingAt, type Origin } from "../model/source";
import { clusterOf } from "../plan/deliver";
import { applicationName } from "../plan/deliveries";
import type { DeliveryPlan } from "../plan/types";
import { isRelease } from "../workloads/release";
import type { ActiveCheck, Checks } from "./configuration";
import { ANNOTATION_PREFIX, type Exception, isFor } from "./exceptions";
import { clusterOffences, type Offence, objectOffences } from "./offences";

/** What is checked. */
export interface Checked {
  planned: readonly { plan: DeliveryPlan }[];
  /** The Applications that the plans come from: findings point there. */
  applications: readonly Application[];
  /** How the stack's clusters are come by, in the order of its configuration. Default: not known, and not checked. */
  credentials?: readonly ClusterCredentials[];
}

/**
 * Checks finished plans, and the clusters that are created: a warning for everything that violates an advisory check, an
 * error for a mandatory one. What is the same in several clusters is told once. Also warnings about exceptions that nothing
 * needs, and about what cannot be checked. Pure.
 */
export function findingsOf({ planned, applications, credentials = [] }: Checked, checks: Checks): Finding[] {
  const plans = planned.map(({ plan }) => plan);
  const { active } = checks;
  const offences = [...clusterOffences(credentials, active), ...plans.flatMap((plan) => objectOffences(plan, active))];
  const unused = new Set(checks.exceptions);
  const told = offences.filter((offence) => !isExcused(offence, checks, unused));
  return [
    ...checks.warnings,
    ...grouped(told).map((alike) => finding(alike, applications, checks)),
    ...plans.flatMap((plan) => chartWarnings(plan, active)),
    ...[...unused].filter(({ check }) => active.some(({ type }) => type.name === check)).map(unusedWarning),
  ];
}

/** Whether an exception lets an offence through; those that do so are taken out of `unused`. */
function isExcused({ offender, excuse = "" }: Offence, checks: Checks, unused: Set<Exception>): boolean {
  const exceptions = checks.exceptions.filter((exception) => isFor(exception, offender));
  for (const exception of exceptions) unused.delete(exception);
  return exceptions.length > 0 || (checks.annotations && excuse !== "");
}

/** Offences that differ only in their cluster, together. */
function grouped(offences: readonly Offence[]): [Offence, ...Offence[]][] {
  const groups = new Map<string, [Offence, ...Offence[]]>();
  for (const offence of offences) {
    const { cluster: _, ...offender } = offence.offender;
    const key = JSON.stringify([offender, offence.problem, offence.path]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [offence]);
    else group.push(offence);
  }
  return [...groups.values()];
}

function finding(alike: [Offence, ...Offence[]], applications: readonly Application[], checks: Checks): Finding {
  const [{ severity, offender, problem, hint, path, excuse }] = alike;
  const { check, application, component } = offender;
  const where = clusterNames(alike.map((offence) => offence.offender.cluster));
  const who = application === undefined ? where : `component "${component}" of ${application} in ${where}`;
  const told = {
    severity,
    code: "check-failed",
    message: `check ${check}: ${who}: ${problem}`,
    hint: excuse === undefined ? hint : `${hint}; ${annotationProblem(check, checks)}`,
  } as const;
  if (path !== undefined) return { ...told, path };
  return findingAt(originsOf(offender, applications), [], told);
}

function annotationProblem(check: string, { annotations }: Checks): string {
  const annotation = `the annotation ${ANNOTATION_PREFIX}${check}`;
  return annotations ? `${annotation} needs a reason as its value` : `${annotation} does not count here`;
}

function originsOf({ application, component }: Offence["offender"], applications: readonly Application[]) {
  const written = applications.find((one) => applicationName({ application: one }) === application);
  const origins: readonly Origin[] | undefined = written?.components.find(({ name }) => name === component)?.origins;
  return origins ?? (written === undefined ? [] : [written.origin]);
}

function clusterNames(names: readonly string[]): string {
  const distinct = [...new Set(names)];
  return `${distinct.length === 1 ? "cluster" : "clusters"} ${distinct.join(", ")}`;
}

/** One warning for each chart in clusters with checks: what is in it is known only when it is installed. */
function chartWarnings(plan: DeliveryPlan, active: readonly ActiveCheck[]): Finding[] {
  const checked = new Set(active.flatMap(({ type, clusters }) => (type.about === "objects" ? [...clusters] : [])));
  const deliveries = plan.steps.flatMap((step) => step.deliveries);
  const charts = deliveries.filter(({ objects }) =>
    objects.some((object) => isRelease(object) && checked.has(clusterOf(object))),
  );
  return [...new Set(charts.map(({ component }) => component))].map((component) => ({
    severity: "warning",
    code: "cannot-check",
    message: `component "${component}" of ${applicationName(plan)} is a Helm chart, and no check sees what is in it`,
    hint: "look at it with `helm template`",
  }));
}

function unusedWarning({ check, application, component, cluster, reason }: Exception): Finding {
  const who = [application, component, cluster].filter((name) => name !== undefined).join(", ");
  return {
    severity: "warning",
    code: "nothing-matches",
    message: `the exception from check ${check} for ${who} ("${reason}") lets nothing through`,
    hint: "remove it, or correct the names",
  };
}
