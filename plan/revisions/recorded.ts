import type { Finding } from "../../model/findings";
import type { DeliveryHistory, PlannedApplication } from "../deliveries";
import { type GraphOptions, resourceGraph } from "../graph";
import { NO_RULES } from "../handling";
import type { Inventory, InventoryEntry } from "../inventory";
import { NOTHING_SKIPPED, notSkipped } from "../skip";
import type { DeliveryPlan, PlanStep } from "../types";

/** An Application that is kept as a revision and not delivered: what was delivered before stays exactly as it is. */
export function recordedApplication(plan: DeliveryPlan, options: GraphOptions & DeliveryHistory): PlannedApplication {
  const { namespace, name } = plan.application;
  const { delivered, skip = NOTHING_SKIPPED } = options;
  const key = `${namespace}/${name}`;
  const before = [...notSkipped(delivered?.[key] ?? [], skip), ...(skip.there[key] ?? [])];
  const warnings = before.length === 0 ? plan.warnings : [...plan.warnings, staysWarning(plan)];
  return staying({ ...plan, warnings }, before, options);
}

/** An Application that is in no document any more, of which some clusters nevertheless keep everything. */
export function goneApplication(key: string, there: Inventory, options: GraphOptions): PlannedApplication {
  const [namespace = "", name = ""] = key.split("/");
  return staying({ application: { namespace, name }, steps: [], handling: NO_RULES, warnings: [] }, there, options);
}

/** What was delivered, as it is and in its order. */
function staying(plan: DeliveryPlan, before: Inventory, options: GraphOptions): PlannedApplication {
  const kept = byStep(before);
  const names = [...kept.keys()];
  const steps = names.map((step, index) => emptyStep(step, names.slice(0, index).slice(-1)));
  const graph = resourceGraph({ ...plan, steps }, options, kept);
  return { plan, graph, hold: { gates: [], waited: {}, steps: new Set() }, ...NOTHING_DECIDED, recorded: true };
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
