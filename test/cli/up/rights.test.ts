import { describe, expect, it } from "vitest";
import { readRights } from "../../../cli/up/rights";
import { touchedSince } from "../../../cli/up/search";
import { ClusterReader } from "../../../components/cluster-reader";
import { ApiServer } from "../../support/api-server";

const rule = (verbs: string[], apiGroups: string[], resources: string[], resourceNames?: string[]) => ({
  ...{ verbs, apiGroups, resources },
  ...(resourceNames === undefined ? {} : { resourceNames }),
});
const WIDE = [
  rule(["get", "patch"], [""], ["namespaces"], ["team-a", "team-b"]),
  rule(["create", "list"], ["rbac.authorization.k8s.io"], ["clusterroles"]),
];
const LOCAL = {
  default: WIDE,
  "team-a": [...WIDE, rule(["get", "list", "create", "patch"], ["apps"], ["deployments"])],
  "team-b": [...WIDE, rule(["*"], [""], ["*"]), rule(["list"], ["apps"], ["deployments"])],
};

/** A cluster that tells these rules of each namespace. */
function cluster(rules: Record<string, object[]>, incomplete = false) {
  return {
    post: async (_path: string, review: object) => {
      const { spec } = review as { spec: { namespace: string } };
      return { status: { resourceRules: rules[spec.namespace], incomplete } };
    },
  };
}

const deployments = { group: "apps", name: "deployments" };
const configMaps = { group: "", name: "configmaps" };

describe("rights of credentials", () => {
  it("are what they may create, in the namespaces that they have a right to by name", async () => {
    const rights = await readRights(cluster(LOCAL));
    expect(rights?.namespacesFor(deployments)).toEqual(["team-a"]);
    expect(rights?.namespacesFor(configMaps)).toEqual(["team-b"]);
    expect(rights?.namespacesFor({ group: "batch", name: "jobs" })).toEqual([]);
    expect(rights?.inCluster({ group: "rbac.authorization.k8s.io", name: "clusterroles" })).toBe(true);
    expect(rights?.inCluster({ group: "", name: "nodes" })).toBe(false);
  });

  it.each([
    ["no namespace is named", { default: WIDE.slice(1) }, false],
    ["all namespaces are meant", { default: [rule(["get"], [""], ["namespaces"]), ...WIDE] }, false],
    ["the cluster cannot tell", LOCAL, true],
  ])("are not known when %s", async (_, rules, incomplete) => {
    expect(await readRights(cluster(rules, incomplete))).toBeUndefined();
  });
});

describe("the search of a cluster with credentials that may not look everywhere", () => {
  const SINCE = new Date("2026-03-01T12:00:00Z");
  const AT = "2026-03-01T12:00:10Z";
  const deployment = {
    metadata: {
      ...{ name: "web", namespace: "team-a", creationTimestamp: AT },
      labels: { "app.oam.dev/name": "shop", "app.oam.dev/namespace": "team-a" },
      managedFields: [{ manager: "pulumi-kubernetes-abc", time: AT }],
    },
  };
  const kind = (name: string, kind: string, namespaced: boolean) => ({
    name,
    kind,
    namespaced,
    verbs: ["list", "delete"],
  });
  const kinds = [kind("configmaps", "ConfigMap", true), kind("nodes", "Node", false)];

  /** Searches a cluster that has a Deployment in team-a, and forbids all that `rules` do not allow. */
  async function search(rules: Record<string, object[]>) {
    const server = new ApiServer((request, response) => {
      const { pathname } = new URL(request.url ?? "", "https://cluster");
      const answers: Record<string, object> = {
        "/apis": { groups: [{ preferredVersion: { groupVersion: "apps/v1" } }] },
        "/api/v1": { resources: kinds },
        "/apis/apps/v1": { resources: [kind("deployments", "Deployment", true)] },
        "/apis/apps/v1/namespaces/team-a/deployments": { items: [deployment] },
        "/api/v1/namespaces/team-b/configmaps": { items: [] },
      };
      const answer = answers[pathname];
      let review = "";
      request.on("data", (part) => {
        review += part;
      });
      request.on("end", () => {
        const asked = review === "" ? "" : (JSON.parse(review) as { spec: { namespace: string } }).spec.namespace;
        response.statusCode = answer !== undefined || asked !== "" ? 200 : 403;
        response.end(JSON.stringify(asked === "" ? (answer ?? {}) : { status: { resourceRules: rules[asked] } }));
      });
    });
    await server.start();
    const found = touchedSince(new ClusterReader(server.kubeconfig({ token: "secret" })), "c1", SINCE);
    return found.finally(() => server.stop());
  }

  it("looks where they may create", async () => {
    const found = await search(LOCAL);
    expect(found).toEqual([
      {
        ...{ cluster: "c1", apiVersion: "apps/v1", kind: "Deployment", namespace: "team-a", name: "web" },
        ...{ application: "team-a/shop", manager: "pulumi-kubernetes-abc", at: AT },
      },
    ]);
  });

  it.each([
    ["nobody knows where that is", { default: [] }],
    ["they may create what they may not list", { ...LOCAL, "team-a": [...WIDE, rule(["create"], [""], ["*"])] }],
    ["the same holds for what is in no namespace", { ...LOCAL, default: [...WIDE, rule(["*"], [""], ["nodes"])] }],
  ])("fails when %s", async (_, rules) => {
    await expect(search(rules)).rejects.toThrow("answered 403 to GET");
  });
});
