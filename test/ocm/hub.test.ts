import { describe, expect, it } from "vitest";
import { addressFindings, bootstrapKubeconfig, hubEndpoint } from "../../ocm/hub-endpoint";
import { hubObjects } from "../../ocm/hub-objects";
import { joiningByName, joiningOf } from "../../ocm/managed-cluster";

const KUBECONFIG = JSON.stringify({
  clusters: [
    {
      name: "hub",
      cluster: {
        server: "https://10.0.0.1:6443",
        "certificate-authority-data": "Q0E=",
        "tls-server-name": "hub.internal",
        "proxy-url": "http://proxy",
      },
    },
  ],
  users: [{ name: "admin", user: { token: "PLANTED" } }],
});

describe("where agents reach the hub", () => {
  it("is where the hub's kubeconfig says, without the proxy and the credentials of whoever runs flotilla", () => {
    expect(hubEndpoint(KUBECONFIG, undefined)).toEqual({
      server: "https://10.0.0.1:6443",
      "certificate-authority-data": "Q0E=",
      "tls-server-name": "hub.internal",
    });
  });

  it("is its public address, where one is set", () => {
    expect(hubEndpoint(KUBECONFIG, "https://hub.example")).toEqual({
      server: "https://hub.example",
      "certificate-authority-data": "Q0E=",
    });
  });

  it("goes with a token into a kubeconfig that needs nothing else", () => {
    const text = bootstrapKubeconfig({ server: "https://hub.example" }, "t0ken");
    expect(JSON.parse(text)).toMatchObject({
      "current-context": "bootstrap",
      clusters: [{ name: "hub", cluster: { server: "https://hub.example" } }],
      users: [{ user: { token: "t0ken" } }],
    });
  });

  it.each([
    ["https://127.0.0.1:6443", 1],
    ["https://localhost", 1],
    ["https://[::1]:6443", 1],
    ["https://hub.example", 0],
    ["no address", 0],
  ])("is warned about when only the machine itself is there: %s", (server, count) => {
    expect(addressFindings({ server })).toHaveLength(count);
  });
});

describe("what is made on the hub", () => {
  const { managedCluster, bootstrap, namespace } = hubObjects({
    name: "c1",
    labels: { region: "north" },
    leaseDurationSeconds: 60,
  });

  it("is a ManagedCluster that is accepted and has the cluster's labels", () => {
    expect(managedCluster).toMatchObject({
      metadata: { name: "c1", labels: { region: "north" } },
      spec: { hubAcceptsClient: true, leaseDurationSeconds: 60 },
    });
    expect(namespace.metadata).toMatchObject({
      name: "c1",
      labels: { "open-cluster-management.io/cluster-name": "c1" },
    });
  });

  it("lets the agents see no other cluster, and change none", () => {
    const role = bootstrap.find(({ kind }) => kind === "ClusterRole");
    const rules = role?.rules as { resources: string[]; resourceNames?: string[]; verbs: string[] }[];
    const clusters = rules.filter(({ resources }) => resources.includes("managedclusters"));
    expect(clusters).toEqual([
      {
        apiGroups: ["cluster.open-cluster-management.io"],
        resources: ["managedclusters"],
        resourceNames: ["c1"],
        verbs: ["get", "list", "watch"],
      },
    ]);
    expect(JSON.stringify(rules)).not.toMatch(/approv|sign"|\*/);
  });
});

describe("how far a cluster has come", () => {
  const condition = (type: string, status: string, message = "") => ({ type, status, message });
  const accepted = condition("HubAcceptedManagedCluster", "True", "Accepted by hub cluster admin");
  const joined = condition("ManagedClusterJoined", "True");

  it("is read from its conditions", () => {
    const lost = condition(
      "ManagedClusterConditionAvailable",
      "Unknown",
      "Registration agent stopped updating its lease.",
    );
    const managed = { metadata: { name: "c1" }, status: { conditions: [accepted, joined, lost] } };
    const state = {
      accepted: true,
      joined: true,
      available: "Unknown",
      message: "Registration agent stopped updating its lease.",
    };
    expect(joiningOf(managed)).toEqual(state);
    expect(joiningByName({ items: [managed] })).toEqual(new Map([["c1", state]]));
  });

  it("is nothing before anybody has looked at it", () => {
    expect(joiningOf({})).toEqual({
      accepted: false,
      joined: false,
      available: "Unknown",
      message: "its agents have not called yet",
    });
  });
});
