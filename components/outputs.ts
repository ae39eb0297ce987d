import { all, type Input, secret } from "@pulumi/pulumi";
import { deliveringLater } from "../cli/shard-order";
import type { ClusterRegistry } from "../model/cluster";
import { isObject } from "../model/json";
import type { KnownCluster } from "../model/known-clusters";
import { clusterOf } from "../plan/deliver";
import { applicationName, type PlannedApplication } from "../plan/deliveries";
import type { HeldNode, ObjectNode, ReplicaSetNode, WorkNode } from "../plan/graph-types";
import { waitingGates } from "../plan/hold";
import { type Inventory, inventoryOf, isEnsuredNamespace, meansOf } from "../plan/inventory";
import type { PlanRow } from "../plan/output";
import type { Histories } from "../plan/revisions/types";
import { settlementsOf } from "../plan/settlements";
import type { Application } from "./application";
import { heldOutputs, waitedOutputs } from "./held-outputs";

/** What one step of an Application delivers to one namespace of one cluster; objects as `Deployment/hello`. */
export interface DeliveryOutput extends PlanRow {
  /** `<namespace>/<name>`. */
  application: string;
}

/** What is known of a cluster that may have to be created first. */
export type KnownSoon = { [K in keyof KnownCluster]: Input<string> } & { name: string };

/** A cluster that is delivered to. No credentials. */
export type ClusterOutput = KnownSoon & { labels: Record<string, string> };

/** What is delivered where, for the stack's outputs: also what a hold keeps, not what it holds back. */
export function deliveryOutputs(planned: readonly PlannedApplication[]): DeliveryOutput[] {
  return planned.flatMap(({ plan, graph }) => {
    const application = applicationName(plan);
    const rows = new Map<string, DeliveryOutput>();
    for (const node of graph.nodes) {
      if (node.kind !== "object" && node.kind !== "work" && node.kind !== "replicaSet" && node.kind !== "held")
        continue;
      const { step } = node;
      for (const { cluster, namespace = "", object } of targetsOf(node)) {
        const key = JSON.stringify([step, cluster, namespace]);
        const row = rows.get(key) ?? { application, step, cluster, namespace, objects: [] };
        row.objects.push(object);
        rows.set(key, row);
      }
    }
    return [...rows.values()];
  });
}

interface Target {
  cluster: string;
  namespace?: string | undefined;
  object: string;
}

function targetsOf(node: ObjectNode | WorkNode | ReplicaSetNode | HeldNode): Target[] {
  if (node.kind === "held") {
    if (isEnsuredNamespace(node) || meansOf(node)) return [];
    const object = `${node.objectKind}/${node.objectName}`;
    const clusters = node.shared?.members.map(({ cluster }) => cluster) ?? [node.cluster];
    return clusters.map((cluster) => ({ cluster, namespace: node.namespace, object }));
  }
  const objects = node.kind === "object" ? [node.object] : node.objects;
  return objects.map((object) => {
    const { kind, metadata } = object;
    const cluster = node.kind === "replicaSet" ? clusterOf(object) : node.cluster;
    return { cluster, namespace: metadata?.namespace, object: `${kind}/${metadata?.name}` };
  });
}

/** One step of an Application's workflow, and how far the last run came with it. */
export interface StepOutput {
  application: string;
  step: string;
  /** As the workflow says it, such as `deploy`. */
  type: string;
  /**
   * `held` waits for an approval, `pending` for a step that does; `terminated` was given up, or is behind a step that was; `skipped`
   * has an `if` that is false.
   */
  phase: "delivered" | "held" | "pending" | "terminated" | "skipped";
  /** The clusters of each of its waves, when it has any. */
  waves?: string[][];
}

/** The steps of every workflow in their order, for the stack's outputs. */
export function stepOutputs(
  planned: readonly Pick<PlannedApplication, "plan" | "hold" | "recorded" | "decisions">[],
): StepOutput[] {
  return planned.flatMap(({ plan, hold, recorded, decisions }) => {
    if (recorded) return [];
    const waiting = new Set(waitingGates(hold).map(({ step }) => step));
    const terminated = hold.gates.filter(({ step }) => !waiting.has(step));
    const phase = (step: string) => {
      if (waiting.has(step)) return "held";
      if (terminated.some((gate) => gate.step === step)) return "terminated";
      if (hold.steps.has(step)) return terminated.length > 0 && waiting.size === 0 ? "terminated" : "pending";
      return decisions.get(step) === "skip" ? "skipped" : "delivered";
    };
    return plan.steps.map(({ name, type, waves }) => ({
      ...{ application: applicationName(plan), step: name, type },
      phase: phase(name),
      ...(waves === undefined ? {} : { waves: waves.clusters }),
    }));
  });
}

/** What was delivered, by Application, for the stack's outputs. The next run knows from it what is new and what a hold keeps. */
export function inventoryOutputs(planned: readonly PlannedApplication[]): Record<string, Inventory> {
  return Object.fromEntries(planned.map(({ plan, graph }) => [applicationName(plan), inventoryOf(graph)]));
}

/** The inventories of an earlier run's outputs. */
export function inventories(outputs: unknown): Record<string, Inventory> {
  return isObject(outputs) ? (outputs as unknown as Record<string, Inventory>) : {};
}

/** What has stayed healthy in waves, by Application, for the stack's outputs. */
export function settledOutputs(planned: readonly PlannedApplication[], before: unknown): Record<string, string[]> {
  const earlier = settledBefore(before);
  const all = planned.map((one): [string, string[]] => {
    const application = applicationName(one.plan);
    return [application, settlementsOf(one, earlier[application])];
  });
  return Object.fromEntries(all.filter(([, settled]) => settled.length > 0));
}

/** What had stayed healthy by an earlier run's outputs. */
export function settledBefore(outputs: unknown): Record<string, string[]> {
  return isObject(outputs) ? (outputs as Record<string, string[]>) : {};
}

/** The clusters that are delivered to, for the stack's outputs. The next run compares itself with them. */
export function clusterOutputs(clusters: readonly KnownSoon[], registry: ClusterRegistry): ClusterOutput[] {
  return clusters.map(({ name, server, authority, identity }) => {
    const labels = registry.clusters.find((cluster) => cluster.name === name)?.labels ?? {};
    return { name, labels, server, authority, identity };
  });
}

/**
 * All outputs of a stack, given those of its last run, and when this one has begun. They are there only when everything was delivered: the engine would
 * otherwise keep those of a failed run, and the next run would take for delivered what is not.
 */
export function stackOutputs(
  planned: readonly PlannedApplication[],
  made: readonly Pick<Application, "done">[],
  clusters: readonly KnownSoon[],
  registry: ClusterRegistry,
  before: Readonly<Record<string, unknown>> & { now: string },
  revisions: Histories,
) {
  const done = all(made.map((application) => application.done));
  const settled = settledOutputs(planned, before.settled);
  return {
    deliveries: deliveryOutputs(planned),
    steps: stepOutputs(planned),
    held: heldOutputs(planned, before.held, before.now, deliveringLater()),
    ...waitedOutputs(planned),
    clusters: clusterOutputs(clusters, registry),
    // A secret only so that it is not printed: it is for the next run, and long.
    inventory: secret(done.apply(() => inventoryOutputs(planned))),
    ...(Object.keys(settled).length === 0 ? {} : { settled: secret(done.apply(() => settled)) }),
    // A secret because Applications may hold the data of Secrets.
    revisions: secret(done.apply(() => revisions)),
  };
}
