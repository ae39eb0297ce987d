import type { Json, JsonObject } from "../model/json";
import type { KubernetesObject } from "../workloads/types";

/** The kinds that the agents keep in a managed cluster, as far as an API server has to know them. */
export const AGENT_CRDS: readonly KubernetesObject[] = [
  crd("work.open-cluster-management.io", "v1", "AppliedManifestWork", {
    spec: fields({ hubHash: text(), agentID: text(), manifestWorkName: text() }),
    status: fields({
      evictionStartTime: { ...text(), format: "date-time" },
      appliedResources: {
        type: "array",
        items: fields({
          group: text(),
          version: text(),
          resource: text(),
          name: text(),
          namespace: text(),
          uid: text(),
        }),
      },
    }),
  }),
  crd("cluster.open-cluster-management.io", "v1alpha1", "ClusterClaim", {
    spec: fields({ value: { ...text(), minLength: 1, maxLength: 1024 } }),
  }),
];

function crd(group: string, version: string, kind: string, properties: JsonObject): KubernetesObject {
  const singular = kind.toLowerCase();
  const schema = fields({ apiVersion: text(), kind: text(), metadata: { type: "object" }, ...properties });
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${singular}s.${group}` },
    spec: {
      group,
      names: { kind, listKind: `${kind}List`, plural: `${singular}s`, singular },
      scope: "Cluster",
      versions: [
        {
          name: version,
          served: true,
          storage: true,
          schema: { openAPIV3Schema: schema },
          ...("status" in properties ? { subresources: { status: {} } } : {}),
        },
      ],
    },
  };
}

function fields(properties: JsonObject): JsonObject {
  return { type: "object", properties };
}

function text(): Record<string, Json> {
  return { type: "string" };
}
