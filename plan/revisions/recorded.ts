import type { Finding } from "../../model/findings";
import type { DeliveryHistory, PlannedApplication } from "../deliveries";
import { type GraphOptions, resourceGraph } from "../graph";
import type { Inventory, InventoryEntry } from "../inventory";
import type { DeliveryPlan, PlanStep } from "../types";

/** An Application that is kept as a revision and not delivered: what was delivered before stays exactly as it is. */
export function recordedApplication(plan: DeliveryPlan, options: GraphOptions & DeliveryHistory): PlannedApplication {
  const { namespace, name } = plan.application;
  const before = options.delivered?.[`${namespace}/${name}`] ?? [];
  const kept = byStep(before);
  const names = [...kept.keys()];
  const steps = names.map((step, index) => emptyStep(step, names.slice(0, index).slice(-1)));
  const graph = resourceGraph({ ...plan, steps }, options, kept);
  const warnings = before.length === 0 ? plan.warnings : [...plan.warnings, staysWarning(plan)];
  return {
    plan: { ...plan, warnings },
    graph,
    hold: { gates: [], steps: new Set() },
    ...NOTHING_DECIDED,
    recorded: true,
  };
}

const NOTHING_DECIDED = { decisions: new Map<string, never>(), open: [] };

function byStep(before: Inventory): Map<string, InventoryEntry[]> {
  const steps = new Map<string, InventoryEntry[]>();
  for (const entry of before) {
    const others = steps.get(entry.step);
    if (others === undefined) steps.set(entry.step, [entry]);
    else others.push(entry);
  }
  return steps;
}

function emptyStep(name: string, after: string[]): PlanStep {
  return { name, type: "deploy", after, approval: false, placements: [], deliveries: [], waiting: [] };
}

function staysWarning({ application: { namespace, name } }: DeliveryPlan): Finding {
  return {
    severity: "warning",
    code: "revision-only",
    message: `${namespace}/${name} is kept as a revision only, and what it delivered before stays as it is`,
    hint: "to delete them, remove the Application for one run, or deliver it again without the annotation app.oam.dev/revision-only",
  };
}
