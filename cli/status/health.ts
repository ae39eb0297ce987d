import { isObject, type Json, type JsonObject } from "../../model/json";
import type { KubernetesObject } from "../../workloads/types";
import type { Health } from "./types";

/** How a live object is, and what there is to say about it. */
export interface ObjectHealth {
  health: Health;
  message: string;
}

/** How a live object is: workloads by what their controllers count, others by being there. */
export function healthOf(object: KubernetesObject): ObjectHealth {
  const spec = isObject(object.spec) ? object.spec : {};
  const status = isObject(object.status) ? object.status : {};
  const current = count(status.observedGeneration, 0) >= count(object.metadata?.generation, 0);
  switch (object.kind) {
    case "Deployment":
    case "StatefulSet": {
      const wanted = count(spec.replicas, 1);
      const updated = count(status.updatedReplicas, 0) === wanted && count(status.replicas, 0) === wanted;
      return ratio("Ready", count(status.readyReplicas, 0), wanted, current && updated);
    }
    case "ReplicaSet":
      return ratio("Ready", count(status.readyReplicas, 0), count(spec.replicas, 1), current);
    case "DaemonSet": {
      const wanted = count(status.desiredNumberScheduled, 0);
      const updated = count(status.updatedNumberScheduled, 0) === wanted;
      return ratio("Ready", count(status.numberReady, 0), wanted, current && updated);
    }
    case "Job":
      return ratio("Succeeded", count(status.succeeded, 0), count(spec.completions, count(spec.parallelism, 1)), true);
    case "Pod":
      return podHealth(status);
    case "Ingress":
      return { health: "healthy", message: address(spec.rules, status.loadBalancer) };
    default:
      return { health: "healthy", message: "" };
  }
}

function ratio(word: string, ready: number, wanted: number, current: boolean): ObjectHealth {
  return { health: current && ready >= wanted ? "healthy" : "unhealthy", message: `${word}:${ready}/${wanted}` };
}

/** A pod, with what keeps its containers from running. */
function podHealth(status: JsonObject): ObjectHealth {
  const phase = String(status.phase ?? "Pending");
  const reasons = list(status.containerStatuses).flatMap(({ name, state }) => {
    const waiting = isObject(state) && isObject(state.waiting) ? state.waiting : {};
    return waiting.reason === undefined ? [] : [`${String(name)}: ${String(waiting.reason)}`];
  });
  const health = ["Running", "Succeeded"].includes(phase) && reasons.length === 0 ? "healthy" : "unhealthy";
  return { health, message: [`Phase:${phase}`, ...reasons].join(", ") };
}

/** Where people reach an Ingress: its hosts, and its address once it has one. */
function address(rules: Json | undefined, loadBalancer: Json | undefined): string {
  const hosts = list(rules).flatMap(({ host }) => (typeof host === "string" ? [host] : []));
  const points = isObject(loadBalancer) ? list(loadBalancer.ingress) : [];
  const addresses = points.map(({ ip, hostname }) => String(ip ?? hostname ?? ""));
  const url = hosts.length === 0 ? "" : `Visiting URL: ${hosts.join(", ")}, `;
  return `${url}${addresses.length === 0 ? "no address yet" : `IP: ${addresses.join(", ")}`}`;
}

function list(value: Json | undefined) {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function count(value: unknown, otherwise: number): number {
  return typeof value === "number" ? value : otherwise;
}
