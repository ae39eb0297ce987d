import type { z } from "zod";
import type { AckSettings } from "../model/ack/types";
import type { Path } from "../model/findings";
import type { KubernetesObject } from "../workloads/types";

/** What a check complains about. */
export interface Violation {
  /** The field, from the object or from `ack` of the cluster's entry. */
  path: Path;
  /** Goes on from the field: `is 1, must be at least 2`. */
  problem: string;
  /** What to do. */
  hint: string;
}

/** What a check of objects may look at beside the object. */
export interface CheckContext {
  /** Name of the cluster that the object goes to. */
  cluster: string;
  /** Everything that the Application delivers into the same namespace of the same cluster, the object included. */
  neighbours: readonly KubernetesObject[];
}

interface Described<S extends z.ZodRawShape> {
  /** The name people write in `flotilla:checks`. */
  name: string;
  /** One sentence: what has to be so. */
  description: string;
  /** Whether it is about production clusters, unless its `clusterLabelSelector` says otherwise. Default: about all. */
  onlyProduction?: boolean;
  /** What can be set beside `level` and `clusterLabelSelector`. Those without a default must be given. */
  parameters: S;
}

/** A check of every object that is delivered. Pure. */
export interface ObjectCheck<S extends z.ZodRawShape = z.ZodRawShape> extends Described<S> {
  about: "objects";
  check(object: KubernetesObject, parameters: z.infer<z.ZodObject<S>>, context: CheckContext): Violation[];
}

/** A check of every cluster that the stack creates in Alibaba Cloud. Pure. */
export interface ClusterCheck<S extends z.ZodRawShape = z.ZodRawShape> extends Described<S> {
  about: "clusters";
  check(ack: AckSettings, parameters: z.infer<z.ZodObject<S>>): Violation[];
}

export type CheckType = ObjectCheck | ClusterCheck;

/** Declares a check of objects; only there so that the parameters are inferred from their schemas. */
export function objectCheck<S extends z.ZodRawShape>(check: ObjectCheck<S>): ObjectCheck<S> {
  return check;
}

/** Declares a check of clusters; only there so that the parameters are inferred from their schemas. */
export function clusterCheck<S extends z.ZodRawShape>(check: ClusterCheck<S>): ClusterCheck<S> {
  return check;
}
