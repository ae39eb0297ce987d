import { mapValues } from "../model/map-values";
import type { PlannedApplication } from "../plan/deliveries";
import type { Inventory } from "../plan/inventory";
import { renamedInventory } from "../plan/renamed-inventory";
import type { LastState } from "./last-state";

/** What was delivered before, by Application as `<namespace>/<name>`. */
type Inventories = Readonly<Record<string, Inventory>>;

/**
 * Plans with what a hold can keep: what was delivered last, under the names that clusters have now, as far as the stack's state
 * still has it. A run that was killed, or a refresh, may have lost some of it, which cannot be kept then.
 *
 * @param outputs what the last run's outputs say
 * @returns the plan, and what it was made with
 */
export async function planWithHeld<P extends { planned: PlannedApplication[] }>(
  plan: (delivered: Inventories) => P,
  outputs: Inventories,
  clusters: Parameters<typeof renamedInventory>[1],
  state: LastState,
): Promise<P & { kept: Inventories }> {
  const all = mapValues(outputs, (inventory) => renamedInventory(inventory, clusters));
  const first = plan(all);
  if (Object.keys(outputs).length === 0 || !first.planned.some(mayHold)) return { ...first, kept: all };
  const names = await namesInState(state);
  const kept = mapValues(all, (inventory, application) => {
    const former = outputs[application] ?? [];
    return inventory.filter(({ name }, index) => names.has(name) || names.has(former[index]?.name ?? ""));
  });
  return { ...plan(kept), kept };
}

/** Logical names of the stack's resources before this run. */
async function namesInState(state: LastState): Promise<ReadonlySet<string>> {
  const urns = (await state.outputs()).keys();
  return new Set([...urns].map((urn) => urn.split("::").slice(3).join("::")));
}

/** Whether something is held, or may be once more is known. */
function mayHold({ graph, hold, open }: PlannedApplication): boolean {
  return open.length > 0 || hold.steps.size > 0 || graph.nodes.some(({ kind }) => kind === "held");
}
