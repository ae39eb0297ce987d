import type { Place } from "../model/findings";
import type { KubernetesObject } from "../workloads/types";
import type { Handling } from "./handling";
import type { StepRun } from "./running/types";

/** How later steps wait: for the whole earlier step, or each cluster only for its own part of it. */
export type Order = "barrier" | "perCluster";

interface Node {
  /** Logical name; with the resource type it is the resource's identity and does not depend on steps. */
  name: string;
  /** Names of nodes, all earlier in the list, that must be there and healthy first. */
  dependsOn: string[];
}

/** One object of the Application in one cluster. */
export interface ObjectNode extends Node {
  kind: "object";
  cluster: string;
  /** Name of the step that delivers it. */
  step: string;
  object: KubernetesObject;
  /** What policies say about it. */
  handling: Handling;
  /** Whether a secret that a step has found is in it. */
  secret?: true;
  /** How long it may take to become healthy. Default: what is said of all objects. */
  timeoutSeconds?: number;
  /** The wave that it is in, from 1 on, when its step has several. */
  wave?: number;
}

/** A namespace that objects are delivered to; created when missing, never deleted. */
export interface NamespaceNode extends Node {
  kind: "namespace";
  cluster: string;
  /** Name of the first step that delivers to it. */
  step: string;
  namespace: string;
}

/** What a cluster pulls of one component, as a ManifestWork on the hub. */
export interface WorkNode extends Node {
  kind: "work";
  cluster: string;
  /** Name of the step that delivers it. */
  step: string;
  /** The ManifestWork, in the cluster's namespace on the hub. */
  work: KubernetesObject;
  /** What has to be so before later nodes start, as the Kubernetes provider writes it in `pulumi.com/waitFor`. */
  waitFor: string[];
  /** The objects in it, without namespaces that are only made sure of. */
  objects: KubernetesObject[];
  /** Whether anything in it is secret. */
  secret: boolean;
  /** How long it may take to become healthy. Default: what is said of all objects. */
  timeoutSeconds?: number;
}

/** A cluster that pulls. */
export interface Member {
  /** Name that policies know it by. */
  cluster: string;
  /** Name on the hub. */
  managed: string;
}

/** What several clusters pull alike of one component, as a ManifestWorkReplicaSet on the hub. */
export interface ReplicaSetNode extends Node {
  kind: "replicaSet";
  /** Name of the step that delivers it. */
  step: string;
  /** What each cluster's own ManifestWork would be called after the cluster's name. */
  content: string;
  members: Member[];
  /** Chooses just these clusters on the hub. */
  placement: KubernetesObject;
  /** The ManifestWorkReplicaSet. */
  set: KubernetesObject;
  /** Changes with what is delivered, where, and how fast. */
  digest: string;
  /** How long clusters must stay healthy, in seconds. */
  minSuccessSeconds: number;
  /** How many clusters may fail before no further one is begun. */
  maxFailures: number;
  /** The objects in it, for each cluster, without namespaces that are only made sure of. */
  objects: KubernetesObject[];
  /** Whether anything in it is secret. */
  secret: boolean;
  /** How long it may take in one cluster. Default: what is said of all objects. */
  timeoutSeconds?: number;
}

/** The end of a step, or of a cluster's part of it: later steps wait for it instead of for every object. */
export interface MarkerNode extends Node {
  kind: "marker";
}

/** An object that was delivered earlier and stays exactly as it is, because its step waits for an approval. */
export interface HeldNode extends Node {
  kind: "held";
  cluster: string;
  /** Name of the step that delivered it. */
  step: string;
  apiVersion: string;
  objectKind: string;
  namespace?: string;
  objectName: string;
  /** Whether it stays in its cluster when it is dropped. */
  retain: boolean;
  /** Whether it is on the hub, for the cluster to pull. */
  pulled?: true;
  /** The clusters that pull it, and what it is to them, when these are several: then `cluster` is empty. */
  shared?: Pick<ReplicaSetNode, "content" | "members">;
}

/** A step that does something itself. Its name does not depend on its place among the steps. */
export interface StepNode extends Node {
  kind: "step";
  /** Name of the step. */
  step: string;
  run: StepRun;
  /** Where it is written. */
  place: Place;
  /** Names of the clusters that it has to reach. */
  clusters: readonly string[];
  /** Whether its properties are secret. */
  secret: boolean;
  /** How long it may take. Default: the provider's. */
  timeoutSeconds?: number;
}

/** The end of a wave of a step: the next wave waits for it. */
export interface WaveEndNode extends Node {
  kind: "waveEnd";
  /** Name of the step. */
  step: string;
  /** Position among the waves of the step, from 1 on. */
  wave: number;
  /** What the wave has delivered. */
  clusters: WaveCluster[];
  /** How long they must stay healthy. */
  minSuccessSeconds: number;
  /** How many clusters of the step may have failed by now. When it is more than none, the objects are not among what it depends on. */
  maxFailures: number;
  /** How long they may take to have stayed healthy, beyond that time. Default: what is said of all objects. */
  timeoutSeconds?: number;
  /** Name of the end of the wave before. */
  previous?: string;
}

/** What a wave has delivered to one cluster. */
export interface WaveCluster {
  name: string;
  /** Changes with the content of what is delivered there. */
  digest: string;
  /** Names of the nodes. */
  nodes: string[];
  /** Those of the objects that show by themselves that they stay healthy. */
  objects: Pick<KubernetesObject, "apiVersion" | "kind" | "metadata">[];
}

export type GraphNode =
  | ObjectNode
  | NamespaceNode
  | WorkNode
  | ReplicaSetNode
  | MarkerNode
  | HeldNode
  | StepNode
  | WaveEndNode;

/** What a plan becomes in the engine: nodes in an order in which every dependency comes first. */
export interface ResourceGraph {
  application: { name: string; namespace: string };
  nodes: GraphNode[];
}
