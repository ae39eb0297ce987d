import type { ClusterRegistry } from "../model/cluster";
import type { KnownCluster } from "../model/known-clusters";
import type { PlannedApplication } from "../plan/deliveries";
import { type PlanRow, planRows } from "../plan/output";

/** What one step of an Application delivers to one namespace of one cluster; objects as `Deployment/hello`. */
export interface DeliveryOutput extends PlanRow {
  /** `<namespace>/<name>`. */
  application: string;
}

/** A cluster that is delivered to. No credentials. */
export interface ClusterOutput extends KnownCluster {
  labels: Record<string, string>;
}

/** What is delivered where, for the stack's outputs. */
export function deliveryOutputs(planned: readonly PlannedApplication[]): DeliveryOutput[] {
  return planned.flatMap(({ plan }) => {
    const application = `${plan.application.namespace}/${plan.application.name}`;
    const rows = planRows(plan).filter(({ objects }) => objects.length > 0);
    return rows.map((row) => ({ application, ...row }));
  });
}

/** Names of the objects that an earlier run said it delivered, as the graph names them. */
export function deliveredObjects(outputs: unknown): ReadonlySet<string> {
  const rows = Array.isArray(outputs) ? (outputs as DeliveryOutput[]) : [];
  return new Set(
    rows.flatMap(({ cluster, namespace, objects }) =>
      objects.map((object) => [cluster, ...(namespace === "" ? [] : [namespace]), object].join("/")),
    ),
  );
}

/** The clusters that are delivered to, for the stack's outputs. The next run compares itself with them. */
export function clusterOutputs(clusters: readonly KnownCluster[], registry: ClusterRegistry): ClusterOutput[] {
  return clusters.map(({ name, server, authority, identity }) => {
    const labels = registry.clusters.find((cluster) => cluster.name === name)?.labels ?? {};
    return { name, labels, server, authority, identity };
  });
}
