import { InputError } from "../../model/findings";
import { didYouMean } from "../../model/suggest";
import { forEachCluster, type InventoryEntry, isEnsuredNamespace, meansOf } from "../../plan/inventory";
import { deliveringOf } from "../delivering";
import type { Outputs } from "../outputs";
import { NO_RECORDS, type Records } from "../workflow/records";
import { heldSteps } from "../workflow/standing";
import type { LiveObject } from "./live";
import { services, silentClusters } from "./services";
import { stepStatuses } from "./steps";
import type { ApplicationStatus } from "./types";

/** What is asked for: everything, one Application, one cluster. */
export interface Wanted {
  /** Name, or `<namespace>/<name>`. */
  application?: string | undefined;
  cluster?: string | undefined;
}

/**
 * The Applications that are meant, as `<namespace>/<name>`.
 *
 * @throws InputError when an Application or a cluster is named that nothing is known of, or a name that several have
 */
export function chooseApplications(outputs: Outputs, { application, cluster }: Wanted): string[] {
  const all = [...new Set([...Object.keys(outputs.inventory), ...outputs.held.map((one) => one.application)])];
  const entries = all.flatMap((name) => objectsIn(outputs, name));
  const clusters = [...new Set([...outputs.clusters.map(({ name }) => name), ...entries.map((one) => one.cluster)])];
  if (cluster !== undefined && !clusters.includes(cluster)) {
    const message = `nothing is delivered to a cluster "${cluster}"`;
    throw new InputError([{ severity: "error", code: "unknown-cluster", message, ...didYouMean(cluster, clusters) }]);
  }
  if (application === undefined) return all;
  const meant = all.filter((name) => name === application || name.endsWith(`/${application}`));
  if (meant.length === 1) return meant;
  const problem =
    meant.length > 1
      ? { message: `several Applications are called "${application}"`, hint: `name one: ${meant.join(", ")}` }
      : { message: `no Application "${application}" is delivered`, ...suggestion(application, all) };
  throw new InputError([{ severity: "error", code: "unsupported-document", ...problem }]);
}

function suggestion(application: string, all: readonly string[]) {
  const names = application.includes("/") ? all : all.map((name) => name.slice(name.indexOf("/") + 1));
  return didYouMean(application, [...names]);
}

/** The objects of an Application that are asked for. Namespaces that were only made sure of are nobody's. */
export function entriesOf(outputs: Outputs, application: string, cluster: string | undefined): InventoryEntry[] {
  const entries = objectsIn(outputs, application).filter((entry) => !isEnsuredNamespace(entry));
  return entries.filter((entry) => cluster === undefined || entry.cluster === cluster);
}

function objectsIn({ inventory }: Outputs, application: string): InventoryEntry[] {
  return (inventory[application] ?? []).filter((entry) => meansOf(entry) === undefined).flatMap(forEachCluster);
}

/**
 * Puts together what outputs and clusters say about one Application, `<namespace>/<name>`. Steps that delivered only to clusters that
 * were not asked are left out.
 *
 * @param records what was decided about steps since the last run. Default: nothing
 */
export function summarize(
  application: string,
  outputs: Outputs,
  live: readonly LiveObject[],
  records: Records = NO_RECORDS,
): ApplicationStatus {
  const held = heldSteps(outputs.held, records).filter((one) => one.application === application);
  const entries = objectsIn(outputs, application);
  const isElsewhere = (step: string) =>
    entries.some((entry) => entry.step === step) && !live.some(({ entry }) => entry.step === step);
  const own = outputs.steps.filter((one) => one.application === application && !isElsewhere(one.step));
  const steps = stepStatuses(live, own, held, deliveringOf(outputs));
  const slash = application.indexOf("/");
  const of = { steps, services: services(live), silent: silentClusters(live) };
  const skipped = outputs.skipped.filter(({ applications }) => applications.includes(application));
  return {
    name: application.slice(slash + 1),
    namespace: application.slice(0, slash),
    status: statusOf(of),
    ...of,
    skipped: skipped.map(({ cluster, since, reason }) => ({ cluster, since, reason })),
  };
}

function statusOf({ steps, services: all, silent }: Pick<ApplicationStatus, "steps" | "services" | "silent">) {
  if (all.some(({ health }) => health === "unhealthy")) return "unhealthy";
  if (silent.length > 0) return "unknown";
  if (steps.some(({ phase }) => phase === "suspending")) return "workflowSuspending";
  return steps.some(({ phase }) => phase === "terminated") ? "workflowTerminated" : "running";
}
