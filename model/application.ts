import type { AppDeployment } from "./app-deployment";
import type { JsonObject } from "./json";
import type { Origin } from "./source";

/** KubeVela's `Application`, read and checked; `core.oam.dev/v1beta1`. */
export interface Application {
  name: string;
  /** `default` when the document names none. */
  namespace: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  components: Component[];
  /** The Application's own policies, in document order; unnamed ones are called `<type>-auto-gen-<index>`. */
  policies: Policy[];
  workflow?: ApplicationWorkflow;
  origin: Origin;
}

/** One component of an Application, or what overrides made of it. */
export interface Component {
  name: string;
  /** Empty when an override added the component without saying its type. */
  type: string;
  properties: JsonObject;
  traits: Trait[];
  /** Names of components whose health this one waits for. */
  dependsOn: string[];
  /** Properties that outputs of workflow steps fill in. */
  inputs?: readonly StepInput[];
  /** Set on the copies that a replication policy makes. */
  replicaKey?: string;
  /** The component itself first, then the override entries that were merged into it. */
  origins: Origin[];
}

/** One trait of a component. */
export interface Trait {
  type: string;
  properties: JsonObject;
  origins: Origin[];
}

/** A policy, internal or external; its properties are checked by the policy's own schema. */
export interface Policy {
  name: string;
  type: string;
  /** Undefined when the document has none, which some types refuse. */
  properties: JsonObject | undefined;
  origin: Origin;
}

/** `spec.workflow`: either a reference to a Workflow object or steps of its own. */
export interface ApplicationWorkflow {
  ref?: string;
  mode?: WorkflowMode;
  steps: WorkflowStep[];
  origin: Origin;
}

/** How steps (and sub-steps of a group) follow each other. */
export interface WorkflowMode {
  steps?: "StepByStep" | "DAG";
  subSteps?: "StepByStep" | "DAG";
}

/** One step of a workflow. */
export interface WorkflowStep {
  name: string;
  type: string;
  properties: JsonObject;
  dependsOn: string[];
  /** How the sub-steps of a `step-group` follow each other, when the group says it. */
  mode?: "StepByStep" | "DAG";
  /** Sub-steps of a `step-group`. */
  subSteps: WorkflowStep[];
  /** The expression that decides whether it runs, or `always`. */
  if?: string;
  /** How long it may take, as it is written: `90s`. */
  timeout?: string;
  inputs: readonly StepInput[];
  outputs: readonly StepOutput[];
  origin: Origin;
}

/** A value of an earlier step: the name of an output, or a path into it; and the property that gets it, if one does. */
export interface StepInput {
  from: string;
  parameterKey?: string;
}

/** A value that a step gives to later ones: an expression over what the step has found. */
export interface StepOutput {
  name: string;
  valueFrom: string;
}

/** A `Policy` object of its own (`core.oam.dev/v1alpha1`), usable by Applications of its namespace. */
export interface ExternalPolicy extends Policy {
  namespace: string;
}

/** A `Workflow` object of its own (`core.oam.dev/v1alpha1`), referred to by `workflow.ref` in its namespace. */
export interface ExternalWorkflow {
  name: string;
  namespace: string;
  mode?: WorkflowMode;
  steps: WorkflowStep[];
  origin: Origin;
}

/** An object of Kubernetes itself in a file, which components can refer to. */
export interface DocumentObject {
  apiVersion: string;
  kind: string;
  name: string;
  /** Undefined when none is written: then the object fits every namespace. */
  namespace: string | undefined;
  labels: Readonly<Record<string, string>>;
  /** All of it. */
  object: JsonObject;
  origin: Origin;
}

/** KubeVela's `Cluster`: a cluster and the Secret with its kubeconfig; `core.oam.dev/v1beta1`. */
export interface ClusterObject {
  name: string;
  namespace: string;
  labels: Record<string, string>;
  /** Name of a Secret of the same namespace. */
  secretName: string;
  origin: Origin;
}

/** KubeVela's `ApplicationRevision`: an Application as it was, and what it referred to; `core.oam.dev/v1beta1`. */
export interface WrittenRevision {
  name: string;
  namespace: string;
  /** One Application, and its Policies, Workflow and objects. */
  documents: Documents;
  origin: Origin;
}

/** Everything that a set of files holds. */
export interface Documents {
  applications: Application[];
  policies: ExternalPolicy[];
  workflows: ExternalWorkflow[];
  objects: DocumentObject[];
  appDeployments: AppDeployment[];
  clusters: ClusterObject[];
  revisions: WrittenRevision[];
  /** What Applications see that were taken from an earlier revision; the others see the documents themselves. */
  scopes?: ReadonlyMap<Application, Scope>;
}

/** The documents that an Application can refer to. */
export type Scope = Pick<Documents, "policies" | "workflows" | "objects">;

/** The documents that one of the Applications can refer to. */
export function scopeOf(application: Application, documents: Documents): Scope {
  return documents.scopes?.get(application) ?? documents;
}
