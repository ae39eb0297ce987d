import type { PlannedApplication } from "./deliveries";
import type { Inventory, InventoryEntry } from "./inventory";
import { withSteps } from "./skip";

/**
 * What runs that failed have left, and no inventory knows, with the steps that a hold has to know it by: the one that would deliver it
 * now, or else one that delivers to the same place only and goes on, which deletes it. Of what is left then nobody knows the step, and it
 * stays as long as anything is held.
 *
 * @param there what the stack has and no inventory knows, with empty steps
 */
export function leftBy({ plan, hold }: Pick<PlannedApplication, "plan" | "hold">, there: Inventory): Inventory {
  const at = (entry: InventoryEntry) =>
    plan.steps.filter(({ placements }) =>
      placements.some(({ cluster, namespace }) => cluster === entry.cluster && namespace === entry.namespace),
    );
  return withSteps(plan, there).map((entry) => {
    if (entry.step !== "") return entry;
    const steps = at(entry);
    const goesOn = steps.length > 0 && steps.every(({ name }) => !hold.steps.has(name));
    return goesOn ? { ...entry, step: steps[0]?.name ?? "" } : entry;
  });
}
