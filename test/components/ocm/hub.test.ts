import { describe, expect, it } from "vitest";
import { askHub, type Hub, pullOptions, registryWith } from "../../../components/ocm/hub";
import { parseSettings } from "../../../components/settings";

const kubeconfig = JSON.stringify({
  "current-context": "a",
  contexts: [{ name: "a", context: { cluster: "a", user: "a" } }],
  clusters: [{ name: "a", cluster: { server: "https://192.0.2.1:6443" } }],
  users: [{ name: "a", user: { token: "PLANTED" } }],
});

function settings(clusters: object[], more: Record<string, string> = {}) {
  const own = Object.fromEntries(Object.entries(more).map(([key, value]) => [`flotilla:${key}`, value]));
  return parseSettings({ "flotilla:clusters": JSON.stringify(clusters), ...own });
}

const nobody = { connections: () => Promise.reject(new Error("nobody should ask")) };
const HUB = {
  managed: [
    { name: "old", labels: {}, version: undefined },
    { name: "edge", labels: { region: "north" }, version: "v1.31.4+k3s1" },
  ],
  chosen: new Map(),
} as unknown as Hub;

describe("the hub", () => {
  it("is asked only when a cluster has to do with it", async () => {
    expect(await askHub(settings([{ name: "c1", kubeconfig }]), nobody, [])).toBeUndefined();
  });

  it.each([
    ["registers clusters", [{ name: "c1", kubeconfig, registration: "ocm" }]],
    ["has what they pull", [{ name: "c1", delivery: "pull" }]],
  ])("has to be reached when it %s", async (_, clusters) => {
    await expect(askHub(settings(clusters), nobody, [])).rejects.toThrow("nothing says how the hub");
  });

  it("brings clusters of its own that are not listed, with labels and version", () => {
    const listed = settings([{ name: "new", delivery: "pull", previousNames: ["old"] }], { clustersFrom: "ocm" });
    const { registry } = registryWith(listed, HUB);
    expect(registry.clusters.map(({ name }) => name)).toEqual(["local", "new", "edge"]);
    expect(registry.clusters.at(-1)).toMatchObject({ labels: { region: "north" }, version: { major: 1, minor: 31 } });
    expect([...pullOptions(listed, registry, "test").clusters]).toEqual([
      ["new", "old"],
      ["edge", "edge"],
    ]);
  });

  it("has nothing for clusters that are reached directly", () => {
    const listed = settings(
      [
        { name: "a", kubeconfig, delivery: "push" },
        { name: "b", kubeconfig },
      ],
      { delivery: "pull" },
    );
    expect([...pullOptions(listed, listed.registry, "test").clusters]).toEqual([["b", "b"]]);
  });

  it("knows who applies in the clusters", () => {
    const listed = settings([], { executor: "robots/ship" });
    expect(pullOptions(listed, listed.registry, "test").executor).toEqual({ namespace: "robots", name: "ship" });
  });
});

it("a cluster that pulls needs no kubeconfig, and the hub pulls nothing", () => {
  expect(settings([{ name: "c1", delivery: "pull" }]).credentials).toMatchObject([{ cluster: "c1", delivery: "pull" }]);
  expect(() => settings([{ name: "c1" }])).toThrow("does not say how it is reached");
  expect(() => settings([{ name: "local", kubeconfig, delivery: "pull" }])).toThrow("cannot pull from itself");
  expect(() => settings([{ name: "local", kubeconfig, registration: "ocm" }])).toThrow(
    "cannot be registered in itself",
  );
});
