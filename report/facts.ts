import type { ClusterRegistry } from "../model/cluster";
import { applicationName, type PlannedApplication } from "../plan/deliveries";
import { inOrder } from "../plan/graph";
import type { Gate, Hold } from "../plan/hold";
import type { Inventory } from "../plan/inventory";
import type { Waves } from "../plan/waves";

/** A step as the plan has it. */
export interface StepFacts {
  /** `<namespace>/<name>` of the Application. */
  application: string;
  step: string;
  /** Clusters that the step delivers to. */
  clusters: string[];
  /** In which waves, when it has any. */
  waves?: Waves;
  /** Names of the steps of the same Application that it waits for. */
  after: string[];
  /** `held` waits for an approval, `terminated` was given up, `waits` comes after one that is either. */
  state: "delivers" | "held" | "terminated" | "waits";
  /** What to approve. */
  digest?: string;
}

/** A cluster that is left out because it does not answer. */
export interface SkippedFacts {
  cluster: string;
  /** When a run first left it out; RFC 3339. */
  since: string;
  /** Why it does not answer. No credentials. */
  reason: string;
}

/** What a preview does not say, and the plan behind it knows. No content of any object. */
export interface PlanFacts {
  steps: StepFacts[];
  /** Position in `steps`, by logical name of a resource. */
  owners: Record<string, number>;
  /** Name of the step that delivered it last, by logical name, for what is delivered no longer. */
  former: Record<string, { application: string; step: string }>;
  clusters: { name: string; labels: Record<string, string> }[];
  /** The clusters that are left out. */
  skipped: SkippedFacts[];
  /** What is known of a run that delivers one of several shards. */
  shard?: ShardFacts;
}

/** What whoever runs all shards of a fleet has to know of one. */
export interface ShardFacts {
  /** Of the plan; the same in all shards. */
  digest: string;
  /**
   * Names of the clusters of all shards that get something, or are reached, in each level, and an empty one for what needs no cluster;
   * empty when the shards need not wait for each other.
   */
  levels: string[][];
  /** Whether something is decided only when steps have told what they find. */
  open: boolean;
  /** Names of what is wanted no longer and left to the last run. */
  dropped: string[];
  /** Whether the stack's outputs say something else than they will when all is delivered. */
  stale: boolean;
}

/** Gathers the facts of a plan. `delivered` is what earlier runs have left, by Application. */
export function planFacts(
  planned: readonly PlannedApplication[],
  registry: ClusterRegistry,
  delivered: Readonly<Record<string, Inventory>>,
  skipped: readonly SkippedFacts[] = [],
  shard?: ShardFacts,
): PlanFacts {
  const steps = planned.flatMap(stepsOf);
  const position = new Map(steps.map(({ application, step }, index) => [`${application}/${step}`, index]));
  const owners = planned.flatMap(({ plan, graph }) =>
    graph.nodes.flatMap((node): [string, number][] => {
      if (node.kind === "marker" || node.kind === "waveEnd") return [];
      const index = position.get(`${applicationName(plan)}/${node.step}`);
      return index === undefined ? [] : [[node.name, index]];
    }),
  );
  const former = Object.entries(delivered).flatMap(([application, inventory]) =>
    inventory.map(({ name, step }) => [name, { application, step }] as const),
  );
  return {
    steps,
    owners: Object.fromEntries(owners),
    former: Object.fromEntries(former),
    clusters: registry.clusters.map(({ name, labels }) => ({ name, labels: { ...labels } })),
    skipped: skipped.map(({ cluster, since, reason }) => ({ cluster, since, reason })),
    ...(shard === undefined ? {} : { shard }),
  };
}

function stepsOf({ plan, hold, decisions }: PlannedApplication): StepFacts[] {
  return inOrder(plan.steps).map(({ name, placements, waves, after }): StepFacts => {
    const gate = hold.gates.find(({ step }) => step === name);
    return {
      application: applicationName(plan),
      step: name,
      clusters: [...new Set(placements.map(({ cluster }) => cluster))],
      ...(waves === undefined ? {} : { waves }),
      after,
      state: decisions.get(name) === "undecided" ? "delivers" : stateOf(name, hold, gate),
      ...(gate === undefined ? {} : { digest: gate.digest }),
    };
  });
}

function stateOf(step: string, hold: Hold, gate: Gate | undefined): StepFacts["state"] {
  if (gate !== undefined) return gate.terminated === undefined ? "held" : "terminated";
  return hold.steps.has(step) ? "waits" : "delivers";
}
