import { describe, expect, it } from "vitest";
import { type StateResource, withoutCluster } from "../../model/forget-cluster";

const urn = (type: string, name: string) => `urn:pulumi:dev::flotilla::${type}::${name}`;
const PROVIDER = "pulumi:providers:kubernetes";

/** What the state has of one cluster. */
function cluster(name: string): StateResource[] {
  const provider = urn(`flotilla:index:Cluster$${PROVIDER}`, name);
  const placement = urn("flotilla:index:Placement", `demo/shop/${name}`);
  return [
    { urn: urn("flotilla:index:Cluster", name), type: "flotilla:index:Cluster" },
    { urn: provider, type: PROVIDER },
    { urn: placement, type: "flotilla:index:Placement" },
    { urn: object(name), type: "kubernetes:apps/v1:Deployment", provider: `${provider}::1234`, parent: placement },
  ];
}

const object = (name: string) => urn("kubernetes:apps/v1:Deployment", `${name}/demo/Deployment/web`);

const marker: StateResource = {
  urn: urn("pulumi:index:Stash", "demo/shop/steps/1"),
  type: "pulumi:index:Stash",
  dependencies: [object("c1"), object("c2")],
  propertyDependencies: { input: [object("c1")], other: null },
  deletedWith: object("c1"),
};

describe("a state without a cluster", () => {
  it("has nothing of it, and nothing that refers to it", () => {
    const { deletedWith: _, ...rest } = marker;
    expect(withoutCluster([...cluster("c1"), ...cluster("c2"), marker], new Set(["c1", "formerly"]))).toEqual([
      ...cluster("c2"),
      { ...rest, dependencies: [object("c2")], propertyDependencies: { input: [], other: null } },
    ]);
  });

  it("is as it was when the cluster is not in it", () => {
    const all = [...cluster("c1"), marker];
    expect(withoutCluster(all, new Set(["c"]))).toEqual(all);
  });
});
