import { z } from "zod";
import { patchPodSpec } from "../patch/pod-spec";
import { kubernetesObject } from "../pod/sparse";
import { type KubernetesObject, traitType } from "../types";
import { POD_WORKLOADS } from "./applies-to";

const strings = z.array(z.string());

const privilege = z.strictObject({
  verbs: strings.default([]).describe("What may be done, such as `get` and `list`"),
  apiGroups: strings.optional().describe("API groups of the resources; the core group is an empty string"),
  resources: strings.optional().describe("Resources it may be done with, in plural"),
  resourceNames: strings.optional().describe("Names of the objects it may be done with; all when absent"),
  nonResourceURLs: strings.optional().describe("Paths of the API server it may be done with, such as `/healthz`"),
  scope: z
    .enum(["namespace", "cluster"])
    .default("namespace")
    .describe("Whether it may be done in the namespace of the pods or in the whole cluster"),
});

type Privilege = z.infer<typeof privilege>;

const RBAC = "rbac.authorization.k8s.io";

function role(kind: string, name: string, privileges: Privilege[]): KubernetesObject {
  const rules = privileges.map(({ scope: _, ...rule }) => rule);
  return kubernetesObject({ apiVersion: `${RBAC}/v1`, kind, metadata: { name }, rules });
}

function binding(roleKind: string, name: string, subject: { name: string; namespace?: string }): KubernetesObject {
  return {
    apiVersion: `${RBAC}/v1`,
    kind: `${roleKind}Binding`,
    metadata: { name },
    roleRef: { apiGroup: RBAC, kind: roleKind, name },
    subjects: [{ kind: "ServiceAccount", ...subject }],
  };
}

/** Objects for privileges in the whole cluster; their names tell accounts of the same name in several namespaces apart. */
function clusterRole(privileges: Privilege[], name: string, namespace: string) {
  if (privileges.length === 0) return {};
  const unique = `${namespace}:${name}`;
  return {
    "cluster-role": role("ClusterRole", unique, privileges),
    "cluster-role-binding": binding("ClusterRole", unique, { name, namespace }),
  };
}

function namespaceRole(privileges: Privilege[], name: string) {
  if (privileges.length === 0) return {};
  return { role: role("Role", name, privileges), "role-binding": binding("Role", name, { name }) };
}

function account(name: string): KubernetesObject {
  return { apiVersion: "v1", kind: "ServiceAccount", metadata: { name } };
}

/** Trait `service-account`: the account that pods act as towards the API server, and what it may do. */
export const serviceAccount = traitType({
  name: "service-account",
  description: "Runs the pods under a service account, which it can create and give privileges",
  appliesTo: POD_WORKLOADS,
  schema: z.object({
    name: z.string().describe("Name of the service account"),
    create: z.boolean().default(false).describe("Whether to create it; otherwise it must exist"),
    privileges: z.array(privilege).optional().describe("What the account may do"),
  }),
  apply({ name, create, privileges = [] }, { namespace, workload }) {
    const inScope = (scope: Privilege["scope"]) => privileges.filter((item) => item.scope === scope);
    return {
      workload: patchPodSpec(
        workload,
        { serviceAccountName: name },
        { serviceAccountName: { strategy: "retainKeys" } },
      ),
      outputs: {
        ...(create ? { "service-account": account(name) } : {}),
        ...clusterRole(inScope("cluster"), name, namespace),
        ...namespaceRole(inScope("namespace"), name),
      },
    };
  },
});
