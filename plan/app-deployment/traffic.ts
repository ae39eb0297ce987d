import { type AppDeployment, shiftedWeights, weightsOf } from "../../model/app-deployment";
import type { KubernetesObject } from "../../workloads/types";
import { CLUSTER_LABEL } from "../finish";
import { DEPLOYMENT_LABEL } from "./overlay";

/** What splits requests in the clusters: Istio, or an implementation of the Kubernetes Gateway API. */
export const TRAFFIC_APIS = ["istio", "gateway-api"] as const;

/** See {@link TRAFFIC_APIS}. */
export type TrafficApi = (typeof TRAFFIC_APIS)[number];

/** The annotation of an AppDeployment that says what splits its requests. */
export const TRAFFIC_ANNOTATION = "flotilla.dev/traffic-api";

/** One revision's component that requests go to. */
export interface Target {
  revision: string;
  component: string;
  port: number;
  /** Percentage. */
  weight: number;
}

/** How one cluster splits requests. */
export interface ClusterTraffic {
  /** Name and namespace of the AppDeployment. */
  name: string;
  namespace: string;
  cluster: string;
  hosts: string[];
  gateways: string[];
  rules: {
    /** How paths start; empty for all. */
    prefixes: string[];
    targets: Target[];
  }[];
}

/**
 * How a cluster splits requests. A revision that the cluster does not have gets none: the others share what would be its part.
 *
 * @param there names of the revisions that the cluster has
 * @param weights those of a step on the way; undefined at its end
 */
export function clusterTraffic(
  deployment: AppDeployment,
  cluster: string,
  there: ReadonlySet<string>,
  weights?: Readonly<Record<string, number>>,
): ClusterTraffic {
  const { name, namespace, spec } = deployment;
  const { hosts = [], gateways, http = [] } = spec.traffic ?? {};
  const rules = http.map((rule) => {
    const shares = weights === undefined ? weightsOf(rule) : shiftedWeights(rule, weights);
    const all = rule.weightedTargets.map(({ revisionName: revision, componentName: component, port }, index) => {
      return { revision, component, port, weight: shares[index] ?? 0 };
    });
    const prefixes = (rule.match ?? []).map(({ uri }) => uri?.prefix ?? "");
    return {
      prefixes: prefixes.includes("") ? [] : prefixes,
      targets: filledUp(all.filter(({ revision }) => there.has(revision))),
    };
  });
  return {
    name,
    namespace,
    cluster,
    hosts,
    gateways: gateways ?? [],
    rules: rules.filter(({ targets }) => targets.length > 0),
  };
}

/** Targets whose weights add up to 100, in the proportion that they have; the first ones get what rounding leaves. */
export function filledUp(targets: readonly Target[]): Target[] {
  const sum = targets.reduce((total, { weight }) => total + weight, 0);
  const part = (weight: number) => (sum === 0 ? 100 / targets.length : (weight * 100) / sum);
  let left = 100 - targets.reduce((total, { weight }) => total + Math.floor(part(weight)), 0);
  return targets.map((target) => {
    const extra = left > 0 && part(target.weight) > 0 ? 1 : 0;
    left -= extra;
    return { ...target, weight: Math.floor(part(target.weight)) + extra };
  });
}

/** An object for the traffic of a cluster, with the labels that say whose it is. */
export function trafficObject(
  traffic: Pick<ClusterTraffic, "name" | "namespace" | "cluster">,
  { apiVersion, kind, name }: { apiVersion: string; kind: string; name: string },
  content: Pick<KubernetesObject, "spec">,
  labels: Record<string, string> = {},
): KubernetesObject {
  const own = {
    "app.oam.dev/name": traffic.name,
    "app.oam.dev/namespace": traffic.namespace,
    [DEPLOYMENT_LABEL]: traffic.name,
    [CLUSTER_LABEL]: traffic.cluster,
  };
  return {
    apiVersion,
    kind,
    metadata: { name, namespace: traffic.namespace, labels: { ...labels, ...own } },
    ...content,
  };
}
