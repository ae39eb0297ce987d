/** Whether something works; `unknown` when nobody could tell. */
export type Health = "healthy" | "unhealthy" | "unknown";

/** A trait of a service that has objects of its own. */
export interface TraitStatus {
  type: string;
  health: Health;
  /** Such as the address of a gateway; empty when there is nothing to say. */
  message: string;
}

/** One component in one namespace of one cluster. */
export interface ServiceStatus {
  name: string;
  cluster: string;
  namespace: string;
  /** The component's type; the object's kind where the cluster does not say which component it belongs to. */
  type: string;
  health: Health;
  /** `Ready:3/3`, or what is wrong. */
  message: string;
  traits: TraitStatus[];
}

/** A cluster that did not answer, with what was delivered to it. */
export interface SilentCluster {
  cluster: string;
  reason: string;
  /** `Deployment/hello` */
  objects: string[];
}

/** A cluster that the last `pulumi up` has left out because it did not answer. */
export interface SkippedCluster {
  cluster: string;
  /** RFC 3339. */
  since: string;
  reason: string;
}

/** One step of the workflow, as the last successful `pulumi up` left it and clusters say now. */
export interface StepStatus {
  name: string;
  /** As the workflow says it, such as `deploy`; empty for a step that the workflow no longer has. */
  type: string;
  /**
   * `suspending` waits for an approval, `pending` for a step that does; `terminated` was given up, or is behind a step that was;
   * `skipped` has an `if` that is false; `running` has something unhealthy; `unknown` has a cluster that does not answer.
   */
  phase: "succeeded" | "suspending" | "pending" | "terminated" | "skipped" | "running" | "unknown";
  /** The clusters of each of its waves, when it has any. */
  waves?: string[][];
  message: string;
}

/** One object in a cluster, with those that controllers have made for it. */
export interface ObjectStatus {
  kind: string;
  name: string;
  health: Health;
  message: string;
  owned: ObjectStatus[];
}

/** One object that was delivered. */
export interface DeliveredStatus extends ObjectStatus {
  cluster: string;
  /** Empty for objects that live in none. */
  namespace: string;
}

/** One Application, as `flotilla status` shows it. */
export interface ApplicationStatus {
  name: string;
  namespace: string;
  status: "running" | "workflowSuspending" | "workflowTerminated" | "unhealthy" | "unknown";
  steps: StepStatus[];
  services: ServiceStatus[];
  silent: SilentCluster[];
  /** Clusters that may not have what others have: the next `pulumi up` that they answer delivers it. */
  skipped: SkippedCluster[];
  /** Every object by itself; only where a tree is asked for. */
  objects?: DeliveredStatus[];
}
