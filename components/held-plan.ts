import { LOCAL_CLUSTER } from "../model/cluster";
import type { JsonObject } from "../model/json";
import { mapValues } from "../model/map-values";
import { nameOf } from "../model/urn";
import { applicationName, type PlannedApplication } from "../plan/deliveries";
import { inState } from "../plan/in-state";
import type { Inventory } from "../plan/inventory";
import { leftBy } from "../plan/left";
import { renamedInventory } from "../plan/renamed-inventory";
import { isManifestWork, unfinishedInputs } from "../plan/unfinished";
import type { LastState } from "./last-state";

/** What was delivered before, by Application as `<namespace>/<name>`. */
type Inventories = Readonly<Record<string, Inventory>>;

/** Inputs of workloads that had not become healthy in the last run, by logical name. Secret. */
export type Unfinished = ReadonlyMap<string, JsonObject>;

/**
 * Plans with what a hold can keep: what was delivered last, under the names that clusters have now, as far as the stack's state
 * still has it. A run that was killed, or a refresh, may have lost some of it, which cannot be kept then. What a run has delivered that
 * failed afterwards is in the state only, and is kept too.
 *
 * @param outputs what the last run's outputs say
 * @param skipped clusters in which nothing can be changed now
 * @returns the plan, and what it was made with
 */
export async function planWithHeld<P extends { planned: PlannedApplication[] }>(
  plan: (delivered: Inventories) => P,
  outputs: Inventories,
  clusters: Parameters<typeof renamedInventory>[1],
  state: LastState,
  skipped: ReadonlySet<string>,
): Promise<P & { kept: Inventories; unfinished: Unfinished }> {
  const all = mapValues(outputs, (inventory) => renamedInventory(inventory, clusters));
  const first = plan(all);
  if (!first.planned.some(mayHold)) return { ...first, kept: all, unfinished: new Map() };
  const resources = await state.outputs();
  const byName = new Map([...resources].map(([urn, values]) => [nameOf(urn), values]));
  const known = mapValues(all, (inventory, application) => {
    const former = outputs[application] ?? [];
    return inventory.filter(({ name }, index) => byName.has(name) || byName.has(former[index]?.name ?? ""));
  });
  const called = new Set(clusters.flatMap(({ cluster, previousNames }) => [cluster, ...previousNames]));
  const { there } = inState(called, resources, outputs);
  const left = first.planned.filter(mayHold).map((one) => {
    const application = applicationName(one.plan);
    const unknown = (there[application] ?? []).filter(({ step }) => step === "");
    const all = [...(known[application] ?? []), ...leftBy(one, renamedInventory(unknown, clusters))];
    return [application, all] as const;
  });
  const kept = { ...known, ...Object.fromEntries(left) };
  return { ...plan(kept), kept, unfinished: unfinishedOf(byName, clusters, skipped) };
}

/** The workloads that had not become healthy, under the names that they have now. */
function unfinishedOf(
  byName: ReadonlyMap<string, unknown>,
  clusters: Parameters<typeof renamedInventory>[1],
  skipped: ReadonlySet<string>,
): Unfinished {
  const found = new Map<string, JsonObject>();
  for (const [name, values] of byName) {
    const inputs = unfinishedInputs(values);
    // Nothing can be changed through a hub that does not answer.
    if (inputs === undefined || (isManifestWork(inputs) && skipped.has(LOCAL_CLUSTER))) continue;
    const [former = "", ...rest] = name.split("/");
    const now = clusters.find(({ cluster, previousNames }) => [cluster, ...previousNames].includes(former));
    const cluster = now?.cluster ?? former;
    if (!skipped.has(cluster)) found.set([cluster, ...rest].join("/"), inputs);
  }
  return found;
}

/** Whether something is held, or may be once more is known. */
function mayHold({ graph, hold, open }: PlannedApplication): boolean {
  return open.length > 0 || hold.steps.size > 0 || graph.nodes.some(({ kind }) => kind === "held");
}
