import type { KubernetesObject } from "../workloads/types";
import type { Handling } from "./handling";

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
}

/** A namespace that objects are delivered to; created when missing, never deleted. */
export interface NamespaceNode extends Node {
  kind: "namespace";
  cluster: string;
  /** Name of the first step that delivers to it. */
  step: string;
  namespace: string;
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
}

export type GraphNode = ObjectNode | NamespaceNode | MarkerNode | HeldNode;

/** What a plan becomes in the engine: nodes in an order in which every dependency comes first. */
export interface ResourceGraph {
  application: { name: string; namespace: string };
  nodes: GraphNode[];
}
