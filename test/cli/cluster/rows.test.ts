import { describe, expect, it } from "vitest";
import { clusterCells, clusterRows, credentialType } from "../../../cli/cluster/rows";
import { stackClusters } from "../../../model/registry";

function kubeconfig(user: Record<string, unknown>, server = "https://a:6443"): string {
  return JSON.stringify({
    "current-context": "a",
    contexts: [{ name: "a", context: { cluster: "a", user: "a" } }],
    clusters: [{ name: "a", cluster: { server } }],
    users: [{ name: "a", user }],
  });
}

const WITH_TOKEN = kubeconfig({ token: "planted" });

describe("flotilla cluster list", () => {
  it("shows the hub, then the others, newest first, with further labels below", () => {
    const clusters = stackClusters([
      { name: "old", kubeconfig: WITH_TOKEN },
      { name: "new", kubeconfig: WITH_TOKEN, alias: "The new one", labels: { b: "2", a: "1" } },
      { name: "local", kubeconfig: WITH_TOKEN, alias: "Hub" },
    ]);
    const read = (name: string) =>
      name === "old"
        ? ({ ok: false, problem: "there is no file" } as const)
        : ({ ok: true, kubeconfig: WITH_TOKEN } as const);
    const cells = clusterCells(clusterRows(clusters, read));
    expect(cells).toEqual([
      ["CLUSTER", "ALIAS", "TYPE", "ENDPOINT", "ACCEPTED", "LABELS"],
      ["local", "Hub", "Internal", "-", "true", ""],
      ["new", "The new one", "ServiceAccountToken", "https://a:6443", "true", "a=1"],
      ["", "", "", "", "", "b=2"],
      ["old", "", "-", "-", "false", ""],
    ]);
    expect(JSON.stringify(cells)).not.toContain("planted");
  });

  it("shows how far clusters are that are registered in the hub, as soon as one is", () => {
    const clusters = stackClusters(["lost", "new", "joined"].map((name) => ({ name, kubeconfig: WITH_TOKEN })));
    const joining = new Map([
      ["lost", { accepted: true, joined: true, available: "Unknown", message: "" } as const],
      ["new", undefined],
    ]);
    const cells = clusterCells(
      clusterRows(clusters, () => ({ ok: true, kubeconfig: WITH_TOKEN }), { joining, managed: [] }),
    );
    expect(cells.map(([name, , , , ...rest]) => [name, ...rest])).toEqual([
      ["CLUSTER", "ACCEPTED", "JOINED", "AVAILABLE", "LABELS"],
      ["local", "true", "-", "-", ""],
      ["joined", "true", "-", "-", ""],
      ["new", "false", "false", "-", ""],
      ["lost", "true", "true", "Unknown", ""],
    ]);
  });

  it("shows clusters that only the hub knows how to reach, those that nobody lists on top", () => {
    const clusters = stackClusters([
      { name: "local", kubeconfig: WITH_TOKEN },
      { name: "listed", delivery: "pull", labels: { a: "1" } },
    ]);
    const available = { accepted: true, joined: true, available: "True", message: "" } as const;
    const joining = new Map(["listed", "old", "new"].map((name) => [name, available] as const));
    const managed = ["old", "new"].map((name) => ({ name, labels: { b: name }, version: undefined }));
    const cells = clusterCells(clusterRows(clusters, () => ({ ok: false, problem: "" }), { joining, managed }));
    expect(cells.slice(1)).toEqual([
      ["local", "", "Internal", "-", "true", "-", "-", ""],
      ["new", "", "ManagedCluster", "-", "true", "true", "True", "b=new"],
      ["old", "", "ManagedCluster", "-", "true", "true", "True", "b=old"],
      ["listed", "", "ManagedCluster", "-", "true", "true", "True", "a=1"],
    ]);
  });

  it.each([
    ["ServiceAccountToken", { token: "t" }],
    ["ServiceAccountToken", { tokenFile: "/t" }],
    ["ServiceAccountToken", { exec: { command: "login" } }],
    ["X509Certificate", { "client-certificate-data": "c", token: "" }],
  ])("says %s of %j", (type, user) => {
    expect(credentialType(kubeconfig(user))).toBe(type);
  });
});
