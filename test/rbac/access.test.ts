import { describe, expect, it } from "vitest";
import { accessFor, type Subject } from "../../rbac/access";
import { planYaml } from "../support/plan";

const PIPELINE: Subject = { kind: "User", name: "pipeline" };

function app(components: string, clusters = "c1"): string {
  return `apiVersion: core.oam.dev/v1beta1
kind: Application
metadata: {name: shop, namespace: demo}
spec:
  components:
${components}
  policies: [{name: t, type: topology, properties: {clusters: [${clusters}]}}]`;
}

const web = "    - {name: web, type: webservice, properties: {image: nginx, ports: [{port: 80, expose: true}]}}";

function raw(object: string): string {
  return `    - {name: o, type: k8s-objects, properties: {objects: [${object}]}}`;
}

/** What one cluster needs, by kind and name. */
function access(text: string, subject = PIPELINE): Record<string, unknown> {
  const [first] = accessFor(planYaml(text), subject);
  return Object.fromEntries((first?.objects ?? []).map((o) => [`${o.kind}/${o.metadata?.name}`, o]));
}

function allowed(role: unknown): string[] {
  const { rules } = role as { rules: { apiGroups: string[]; resources: string[]; verbs: string[] }[] };
  return rules.map(({ apiGroups, resources, verbs }) => `${apiGroups}/${resources}: ${verbs.join(" ")}`);
}

describe("the rights for an Application", () => {
  it("are the kinds that it delivers, in the namespaces that these go to", () => {
    const rights = access(app(web));
    expect(Object.keys(rights)).toEqual([
      "Namespace/demo",
      "Role/flotilla-shop",
      "RoleBinding/flotilla-shop",
      "ClusterRole/flotilla-shop.demo",
      "ClusterRoleBinding/flotilla-shop.demo",
    ]);
    expect(allowed(rights["Role/flotilla-shop"])).toEqual([
      "/endpoints: get list watch",
      "/persistentvolumeclaims: get list watch",
      "/pods: get list watch",
      "/services: get list watch create patch update delete",
      "apps/deployments: get list watch create patch update delete",
      "apps/replicasets: get list watch",
      "discovery.k8s.io/endpointslices: get list watch",
    ]);
    expect(rights["ClusterRole/flotilla-shop.demo"]).toMatchObject({
      rules: [{ apiGroups: [""], resources: ["namespaces"], verbs: ["get", "patch"], resourceNames: ["demo"] }],
    });
  });

  it("are bound to whom they are for, with the account and its namespace if the cluster keeps it", () => {
    expect(access(app(web))["RoleBinding/flotilla-shop"]).toMatchObject({
      metadata: { namespace: "demo" },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "flotilla-shop" },
      subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: "pipeline" }],
    });
    const account: Subject = { kind: "ServiceAccount", namespace: "robots", name: "ship" };
    const rights = access(app(web), account);
    expect(Object.keys(rights).slice(0, 3)).toEqual(["Namespace/robots", "Namespace/demo", "ServiceAccount/ship"]);
    expect(rights["RoleBinding/flotilla-shop"]).toMatchObject({ subjects: [account] });
  });

  it("reach the whole cluster only for what lives in no namespace", () => {
    const rights = access(app(raw("{apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {name: fast}}")));
    expect(Object.keys(rights)).toEqual(["ClusterRole/flotilla-shop.demo", "ClusterRoleBinding/flotilla-shop.demo"]);
    expect(allowed(rights["ClusterRole/flotilla-shop.demo"])).toEqual([
      "storage.k8s.io/storageclasses: get list watch create patch update delete",
    ]);
  });

  it("include what it gives away, and binding to the roles that it names", () => {
    const role = `{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: r}, rules: [{apiGroups: [batch], resources: [jobs], verbs: [list]}]}`;
    const binding = `{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: b}, roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}, subjects: []}`;
    const rules = allowed(access(app(raw(`${role}, ${binding}`)))["Role/flotilla-shop"]);
    expect(rules).toContain("batch/jobs: list");
    expect(rules).toContain("rbac.authorization.k8s.io/clusterroles: bind");
    expect(rules.filter((rule) => rule.includes("escalate"))).toEqual([]);
  });

  it("are told once for clusters that need the same", () => {
    expect(accessFor(planYaml(app(web, "c1, c2")), PIPELINE).map(({ clusters }) => clusters)).toEqual([["c1", "c2"]]);
    const pinned = raw("{apiVersion: v1, kind: ConfigMap, metadata: {name: m, labels: {app.oam.dev/cluster: c3}}}");
    const different = accessFor(planYaml(app(`${web}\n${pinned}`, "c1, c2")), PIPELINE);
    expect(different.map(({ clusters }) => clusters)).toEqual([["c1", "c2"], ["c3"]]);
  });
});

describe("the rights for an executor of what a cluster pulls", () => {
  const objects = accessFor(
    planYaml(app(web)),
    { kind: "ServiceAccount", namespace: "robots", name: "ship" },
    "executor",
  );
  const rights = Object.fromEntries((objects[0]?.objects ?? []).map((o) => [`${o.kind}/${o.metadata?.name}`, o]));

  it("are what the agent asks of it, and nothing to look at health with", () => {
    expect(allowed(rights["Role/flotilla-shop"])).toEqual([
      "/services: get create update patch delete",
      "apps/deployments: get create update patch delete",
    ]);
  });

  it("let it make sure of the namespaces that it delivers to, and of no other", () => {
    const verbs = ["get", "create", "update", "patch"];
    expect(rights["ClusterRole/flotilla-shop.demo"]).toMatchObject({
      rules: [{ apiGroups: [""], resources: ["namespaces"], verbs, resourceNames: ["demo"] }],
    });
  });
});
