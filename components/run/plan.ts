import { type Checks, stackChecks } from "../../checks/configuration";
import { foundObjects } from "../../cli/interrupted";
import type { Documents } from "../../model/application";
import type { Finding } from "../../model/findings";
import { type DeliveryHistory, type PlannedApplication, planDeliveries } from "../../plan/deliveries";
import { type FoundObject, withFound } from "../../plan/found";
import type { Inventory } from "../../plan/inventory";
import { revisionBook } from "../../plan/revisions/book";
import { currentRevisions } from "../../plan/revisions/current";
import { histories } from "../../plan/revisions/next";
import { applyPins } from "../../plan/revisions/pins";
import type { Histories, Revision } from "../../plan/revisions/types";
import { withWritten } from "../../plan/revisions/written";
import { type Acting, reachedElsewhere } from "../../plan/shards/acting";
import { type Skip, withoutReach } from "../../plan/skip";
import { checkLeftToPull } from "../../plan/works/switch";
import { waitedPlans } from "../held-outputs";
import { planWithHeld, type Unfinished } from "../held-plan";
import { readForStack } from "../read-references";
import { silentAmong } from "../skipping";
import type { Input } from "./input";
import type { Target } from "./target";

/** What a run is to do, and what it was planned from. */
export interface RunPlan {
  /** As pins have them. */
  documents: Documents;
  planned: readonly PlannedApplication[];
  /** Plans again, with what is known by then. */
  again: (known: Pick<DeliveryHistory, "delivered" | "progress">) => PlannedApplication[];
  /** The clusters that are left as they are, and which of them steps can reach. */
  skip: Skip;
  /** What a hold can keep of what was delivered before. */
  kept: Readonly<Record<string, Inventory>>;
  unfinished: Unfinished;
  /** What an interrupted run has left for Applications that are gone. */
  orphans: readonly FoundObject[];
  revisions: { past: Histories; current: ReadonlyMap<string, Revision> };
  checks: Checks;
  /** Whether anything was read that is not in the documents, or may not be. */
  outside: boolean;
  /** When the run has begun, RFC 3339. */
  now: string;
  warnings: readonly Finding[];
}

/**
 * Plans the deliveries, with what their documents refer to in clusters.
 *
 * @throws InputError with everything that is wrong
 */
export async function planRun({ own, state, shard }: Input, target: Target): Promise<RunPlan> {
  const { settings, fleet, pull, part } = target;
  const checks = stackChecks(settings.checks, { registry: settings.registry, own: own.checks });
  const now = shard.began ?? new Date().toISOString();
  const past = withWritten(histories(shard.home.revisions), target.documents.revisions, now);
  const pinned = applyPins(target.documents, past, settings.pins);
  const { documents } = pinned;
  const read = await readForStack(documents, settings, fleet, own);
  const waited = waitedPlans(shard.home, now);
  const reading = { ...read, types: own.types };
  const current = currentRevisions(pinned, { ...reading, histories: past, registry: settings.registry, now });
  const book = revisionBook(documents, current, past);
  const { trafficApi, timeoutSeconds: longestWaitSeconds } = settings;
  const planning = { ...reading, book, trafficApi, longestWaitSeconds };
  const found = foundObjects();
  checkLeftToPull(found, pull, settings.credentials);
  const { acting } = shard;
  let { skip } = target;
  const plan = (known: Pick<DeliveryHistory, "delivered" | "progress">) =>
    withFound(
      planDeliveries(
        documents,
        settings.registry,
        { ...settings, ...known, waited, pull, skip, part, acting },
        planning,
      ),
      found,
      pull,
      part,
    );
  const planAll = () =>
    planWithHeld((all) => plan({ delivered: all }), target.delivered, settings.credentials, state, skip.clusters);
  let all = await planAll();
  const silent = await silentElsewhere(all.planned, target, acting);
  if (silent.size > 0) {
    skip = withoutReach(skip, silent);
    all = await planAll();
  }
  const { planned, orphans, kept, unfinished } = all;
  return {
    ...{ documents, planned, orphans, kept, unfinished, checks, now, skip },
    again: (known) => plan(known).planned,
    revisions: { past, current },
    outside: read.outside,
    warnings: [...pinned.warnings, ...read.warnings, ...planned.flatMap(({ plan }) => plan.warnings)],
  };
}

/** The clusters of other stacks that steps have to reach here, may be left out, and do not answer. */
async function silentElsewhere(
  planned: readonly PlannedApplication[],
  { settings, answers }: Target,
  acting: Acting | undefined,
): Promise<ReadonlySet<string>> {
  const reached = new Set(reachedElsewhere(planned, acting));
  const credentials = settings.credentials.filter(({ cluster }) => reached.has(cluster));
  return new Set((await silentAmong({ ...settings, credentials }, answers)).keys());
}
