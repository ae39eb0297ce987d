import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../model/json";
import { serviceAccount } from "../../../workloads/traits/service-account";
import { applyTrait, deployment, podSpecWith, refused } from "./harness";

const RBAC = { apiVersion: "rbac.authorization.k8s.io/v1" };

function outputs(properties: JsonObject) {
  return applyTrait(serviceAccount, { name: "reader", ...properties }).outputs;
}

describe("service-account", () => {
  it("runs the pods under the account, whatever account they had, and adds nothing", () => {
    const workload = deployment({ serviceAccountName: "default", containers: [] });
    expect(applyTrait(serviceAccount, { name: "reader" }, { workload })).toEqual({
      workload: deployment({ serviceAccountName: "reader", containers: [] }),
      outputs: {},
    });
    expect(podSpecWith(serviceAccount, { name: "reader" }, {})).toEqual({ serviceAccountName: "reader" });
  });

  it("creates the account when asked to", () => {
    expect(outputs({ create: true, privileges: [] })).toEqual({
      "service-account": { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "reader" } },
    });
  });

  it("gives privileges in the namespace with a Role", () => {
    const rule = { verbs: ["get"], apiGroups: [""], resources: ["configmaps"], resourceNames: ["a"] };
    expect(outputs({ privileges: [rule, { resources: ["pods"], scope: "namespace" }] })).toEqual({
      role: {
        ...RBAC,
        kind: "Role",
        metadata: { name: "reader" },
        rules: [rule, { verbs: [], resources: ["pods"] }],
      },
      "role-binding": {
        ...RBAC,
        kind: "RoleBinding",
        metadata: { name: "reader" },
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "reader" },
        subjects: [{ kind: "ServiceAccount", name: "reader" }],
      },
    });
  });

  it("gives privileges in the cluster with a ClusterRole that is named after the namespace of the placement", () => {
    expect(outputs({ privileges: [{ scope: "cluster", verbs: ["get"], nonResourceURLs: ["/healthz"] }] })).toEqual({
      "cluster-role": {
        ...RBAC,
        kind: "ClusterRole",
        metadata: { name: "prod:reader" },
        rules: [{ verbs: ["get"], nonResourceURLs: ["/healthz"] }],
      },
      "cluster-role-binding": {
        ...RBAC,
        kind: "ClusterRoleBinding",
        metadata: { name: "prod:reader" },
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "prod:reader" },
        subjects: [{ kind: "ServiceAccount", name: "reader", namespace: "prod" }],
      },
    });
  });

  it("splits privileges of both scopes", () => {
    const privileges = [
      { verbs: ["get"], resources: ["pods"] },
      { verbs: ["list"], resources: ["nodes"], scope: "cluster" },
    ];
    const both = outputs({ create: true, privileges });
    expect(Object.keys(both ?? {}).sort()).toEqual([
      "cluster-role",
      "cluster-role-binding",
      "role",
      "role-binding",
      "service-account",
    ]);
    expect(both?.role?.rules).toEqual([{ verbs: ["get"], resources: ["pods"] }]);
    expect(both?.["cluster-role"]?.rules).toEqual([{ verbs: ["list"], resources: ["nodes"] }]);
  });

  it("needs a name, and refuses other scopes and unknown keys", () => {
    expect(refused(serviceAccount, { create: "yes", privileges: [{ scope: "global" }, { verb: ["get"] }] })).toEqual([
      "name: invalid_type",
      "create: invalid_type",
      "privileges.0.scope: invalid_value",
      "privileges.1: unrecognized_keys",
    ]);
  });
});
