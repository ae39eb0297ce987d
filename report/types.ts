import type { Json } from "../model/json";
import type { Waves } from "../plan/waves";
import type { SkippedFacts } from "./facts";
import type { FieldChange } from "./fields";

/**
 * What happens to an object or a resource. `replace` deletes it and creates it anew; `forget` leaves it where it is, and it is
 * nobody's afterwards.
 */
export type Action = "create" | "update" | "replace" | "delete" | "forget";

/** All actions, in the order in which they are told. */
export const ACTIONS: readonly Action[] = ["create", "update", "replace", "delete", "forget"];

/** What changes: an object of a cluster, or a resource of a cloud. */
export interface Subject {
  /** Kind of an object, or Pulumi's type of a resource. */
  kind: string;
  /** Undefined for resources of a cloud. */
  apiVersion?: string;
  namespace?: string;
  name: string;
}

/** One change, the same in all of its clusters. */
export interface Change {
  action: Action;
  subject: Subject;
  /** In the order in which they joined. Empty for resources of a cloud. */
  clusters: string[];
  /** Whether somebody else changed or deleted the object, and this puts it right. Only known after a refresh. */
  drift: boolean;
  /** What an update or a replacement changes. */
  fields: FieldChange[];
  /** The fields for which it cannot be updated in place. */
  why: string[];
  /** What is created, or replaces something; without secrets. */
  content?: Json;
}

/** How many objects in how many clusters: each cluster counts. */
export type Counts = Record<Action, number>;

/** One step of one Application. */
export interface StepReport {
  application: string;
  step: string;
  /** `held` waits for an approval, `terminated` was given up, `waits` comes after one that is either; what these hold is not among the changes. */
  state: "delivers" | "held" | "terminated" | "waits";
  /** What to approve. */
  digest?: string;
  /** Names of the steps of the same Application that it waits for. */
  after: string[];
  /** Clusters that it delivers to, whether anything changes there or not. */
  clusters: string[];
  /** In which waves it does so. */
  waves?: Waves;
  changes: Change[];
}

/** One cluster over all steps. */
export interface ClusterReport {
  name: string;
  labels: Record<string, string>;
  /** `joins` when this run would be the first one with it, `leaves` when the last one was; `skipped` does not answer and stays as it is. */
  state: "stays" | "joins" | "leaves" | "skipped";
  counts: Counts;
}

/** What a `pulumi up` would do, for people and tools. Stable: fields may come, none goes or changes without a new version. */
export interface Report {
  version: 1;
  /** Name of the stack. */
  stack: string;
  counts: Counts;
  /** In the order in which they deliver. */
  steps: StepReport[];
  /** Changes of objects whose step nobody knows, such as those of Applications that are gone. */
  elsewhere: Change[];
  /** Changes of resources that live in no cluster. */
  cloud: Change[];
  clusters: ClusterReport[];
  /** Clusters that are left out because they do not answer: nobody can say what they miss. */
  skipped: SkippedFacts[];
  /** What the engine and flotilla have said. */
  messages: { severity: "error" | "warning" | "info"; text: string }[];
}
