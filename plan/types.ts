import type { Finding, Place } from "../model/findings";
import type { Json } from "../model/json";
import type { References } from "../workloads/references";
import type { TypeRegistry } from "../workloads/registry";
import type { KubernetesObject } from "../workloads/types";
import type { TrafficApi } from "./app-deployment/traffic";
import type { HandlingRules } from "./handling";
import type { RevisionBook } from "./revisions/book";
import type { Condition, Progress, StepRun } from "./running/types";
import type { Waves } from "./waves";

/** What planning uses beside documents and clusters. */
export interface PlanningOptions {
  /** Types that components and traits may have. Default: the built-in ones. */
  types?: TypeRegistry | undefined;
  /** What was read for `wantedReferences`. Default: nothing, and components that need something are refused. */
  references?: References | undefined;
  /** The revisions there are. Default: those in the documents. */
  book?: RevisionBook | undefined;
  /** What splits requests between revisions, where an AppDeployment does not say it. Default: Istio. */
  trafficApi?: TrafficApi | undefined;
  /** What this run knows of steps that do something themselves. Default: nothing yet. */
  progress?: Progress | undefined;
  /** Up to which time, in seconds, a run waits in place; steps that take longer are held between runs. Default: 600. */
  longestWaitSeconds?: number | undefined;
}

/** A cluster and a namespace in it that a step delivers to. */
export interface Placement {
  cluster: string;
  namespace: string;
}

/** One component in one placement, rendered. */
export interface Delivery {
  placement: Placement;
  component: string;
  /** Components of the same step whose objects in the same placement must be healthy first. */
  dependsOn: string[];
  /** The workload first, then what its type and traits add. Finished: names, namespaces and labels are set. */
  objects: KubernetesObject[];
}

/** A component that a step cannot deliver, because it depends on one that the step does not have. */
export interface Waiting {
  component: string;
  for: string;
}

/** One step of the plan. What most steps have nothing of is left out. */
export interface PlanStep {
  name: string;
  /** The step's type as the workflow says it, such as `deploy` or `suspend`. */
  type: string;
  /** Names of the steps that must have finished before this one starts. */
  after: string[];
  /** Those of them that its `dependsOn` names. */
  dependsOn?: readonly string[];
  /** Whether somebody has to approve before the step may change anything. */
  approval: boolean;
  placements: Placement[];
  deliveries: Delivery[];
  waiting: Waiting[];
  /** Names of the steps of a group, where conditions may ask how it has ended. */
  subSteps?: readonly string[];
  /** What has to be true for it to run: what its group says first. */
  conditions?: Condition[];
  /** What it does itself. */
  run?: StepRun;
  /** Where a step that does something itself is written. */
  place?: Place;
  /** Inputs that are not known yet: until then it is not planned. */
  missing?: string[];
  /** Whether it may do something itself then. */
  mayAct?: true;
  /** What is to be planned then, as it is written. */
  written?: Json;
  /** Names of its outputs. */
  gives?: readonly string[];
  /** Clusters that it has to reach itself. */
  reaches?: readonly string[];
  /** Whether a secret value is in what it delivers or does. */
  secret?: true;
  /** How long each of its objects, or what it does itself, may take. */
  timeoutSeconds?: number;
  /** In which order its clusters get what it delivers; without, all at once. */
  waves?: Waves;
  /** From when on it goes on without an approval, in seconds since it was first held. */
  holdSeconds?: number;
  /** What the one who approves should know. */
  message?: string;
}

/** What an Application becomes: ordered steps with finished objects. Plain data, the same for the same input. */
export interface DeliveryPlan {
  application: { name: string; namespace: string };
  steps: PlanStep[];
  /** What the Application's policies say about its objects in every step. */
  handling: HandlingRules;
  /** No two of its objects are the same one. Without it, that is not known: of those that are, the last one wins. */
  distinct?: true;
  /** How many revisions its garbage-collect policy wants to be kept. */
  revisionLimit?: number;
  /** When its workflow was restarted last: whatever was approved, waited for or run before counts no more. */
  restarted?: string;
  warnings: Finding[];
}
