import type { z } from "zod";
import type { Path } from "../model/findings";
import type { Json, JsonObject } from "../model/json";
import type { Found, Reference } from "./references";

/** A Kubernetes object as the planner builds it. Rendered objects are never mutated: a change is a new object. */
export interface KubernetesObject {
  apiVersion: string;
  kind: string;
  metadata?: ObjectMeta;
  [field: string]: Json | ObjectMeta | undefined;
}

/** The part of object metadata that rendering reads and writes. */
export interface ObjectMeta {
  name?: string;
  namespace?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  [field: string]: Json | undefined;
}

/** What a component or trait may know about where and for whom it is rendered (KubeVela: `context`). */
export interface RenderContext {
  /** Application name (`context.appName`). */
  appName: string;
  /** Labels of the Application (`context.appLabels`). */
  appLabels: Readonly<Record<string, string>>;
  /** Annotations of the Application (`context.appAnnotations`). */
  appAnnotations: Readonly<Record<string, string>>;
  /** Component name (`context.name`). */
  name: string;
  /** Namespace of the placement; the Application's own when the placement names none (`context.namespace`). */
  namespace: string;
  /** Cluster of the placement (`context.cluster`). */
  cluster: string;
  /** Kubernetes version of the target cluster (`context.clusterVersion`). */
  clusterVersion: { major: number; minor: number };
  /** Key of the copy, when a replication policy made several (`context.replicaKey`). */
  replicaKey?: string;
  /** Digest of the component, another one whenever the component changes (`context.revision`). */
  revision?: string;
  /** What lies outside the component. */
  outside: Outside;
}

/** What a component type may ask for beside its properties. Paths are those of the properties that say what to ask for. */
export interface Outside {
  /** Namespace of the Application itself, wherever it is delivered to. */
  namespace: string;
  /** A path that a property gives, seen from the folder of the file that the property is written in. */
  locate(written: string, path: Path): string;
  /** What was read under a reference before planning. Throws `RenderError` when there is nothing. */
  read(reference: Reference, path: Path): Found;
}

/** What a component renders: one workload and, beside it, further objects under the keys of its `outputs`. */
export interface RenderedComponent {
  workload: KubernetesObject;
  outputs?: Record<string, KubernetesObject>;
}

/** A component type: its properties, their defaults, and how they become objects. */
export interface ComponentType<P = unknown> {
  /** The name people write in `spec.components[].type`. */
  name: string;
  /** One sentence for documentation and editors. */
  description: string;
  /** `<plural>.<group>` of the workload, such as `deployments.apps`; traits say with it what they apply to. */
  workload: string;
  /** Whether it reads anything through `context.outside`. Default: no. */
  reads?: boolean;
  /** Validates properties and fills in defaults. Keys it drops are reported as unknown, in a warning. */
  schema: z.ZodType<P>;
  /** Pure. Throws `RenderError` for what only shows while rendering. */
  render(properties: P, context: RenderContext): RenderedComponent;
}

/** An object beside the workload, from the component (`trait` undefined) or from a trait. */
export interface Auxiliary {
  /** Key in `outputs`; becomes label `trait.oam.dev/resource`. */
  key: string;
  /** Trait type that made it; undefined when it came from the component itself. */
  trait?: string;
  object: KubernetesObject;
}

/** What a trait sees: the workload and auxiliaries as the component and the earlier traits left them. */
export interface TraitContext extends RenderContext {
  workload: KubernetesObject;
  auxiliaries: readonly Auxiliary[];
}

/** What a trait does. Fields that are left out mean "unchanged" or "none". */
export interface TraitResult {
  /** The patched workload. */
  workload?: KubernetesObject;
  /** The patched auxiliaries, same length and order as in the context. */
  auxiliaries?: readonly Auxiliary[];
  /** Objects the trait adds, under the keys of its `outputs`. */
  outputs?: Record<string, KubernetesObject>;
}

/** A trait type: its properties, their defaults, and what they do to a component. */
export interface TraitType<P = unknown> {
  /** The name people write in `traits[].type`. */
  name: string;
  description: string;
  /** `<plural>.<group>` it makes sense on; `["*"]` for all. Information for documentation, as in KubeVela. */
  appliesTo: readonly string[];
  schema: z.ZodType<P>;
  /** Pure. Throws `RenderError` for what only shows while rendering. */
  apply(properties: P, context: TraitContext): TraitResult;
  /** What it does, in its turn, to the workload that all traits have left. Default: nothing. */
  applyAtEnd?(properties: P, workload: KubernetesObject): KubernetesObject;
}

/**
 * Thrown by a render function when the properties are well formed but cannot be rendered, such as a trait that names a
 * container the workload does not have. The planner adds file, object and position.
 */
export class RenderError extends Error {
  /** Path inside the properties, when one value is to blame. */
  readonly path: Path;
  /** What to do about it. */
  readonly hint: string | undefined;

  constructor(message: string, path: Path = [], hint?: string) {
    super(message);
    this.name = "RenderError";
    this.path = path;
    this.hint = hint;
  }
}

/** Declares a component type; only there so that `P` is inferred from the schema. */
export function componentType<P>(type: ComponentType<P>): ComponentType<P> {
  return type;
}

/** Declares a trait type; only there so that `P` is inferred from the schema. */
export function traitType<P>(type: TraitType<P>): TraitType<P> {
  return type;
}

/** The properties of something that takes any object. */
export type OpenProperties = JsonObject;
