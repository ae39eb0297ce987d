import { describe, expect, it } from "vitest";
import { parseDocuments } from "../../model/documents";
import { chosenClusters, type PlacementUse, placementsIn, withChosen } from "../../ocm/placements";
import { selectPlacements } from "../../policies/topology";
import { cluster, registry } from "../support/plan";

const LABEL = "placement.open-cluster-management.io/team-a.web.eu";
const YAML = `apiVersion: core.oam.dev/v1beta1
kind: Application
metadata: {name: shop}
spec:
  components: []
  policies:
    - {name: eu, type: topology, properties: {clusterLabelSelector: {"${LABEL}": "true", tier: gold}}}
    - {name: again, type: topology, properties: {clusterLabelSelector: {"${LABEL}": "true"}}}
    - {name: named, type: topology, properties: {clusters: [c1]}}
`;

function use(): PlacementUse {
  const uses = placementsIn(parseDocuments([{ file: "app.yaml", text: YAML }]).documents);
  expect(uses).toHaveLength(1);
  const [only] = uses;
  if (only === undefined) throw new Error("there is no Placement");
  return only;
}

const entries = [{ cluster: "renamed", previousNames: ["c2"] }];
const clusters = registry(cluster("c1", { tier: "gold" }), cluster("renamed"), cluster("c3"));

describe("Placements", () => {
  it("are named by labels, each once", () => {
    expect(use()).toMatchObject({ namespace: "team-a", name: "web.eu", label: LABEL });
  });

  it("choose clusters in all their decisions", () => {
    const list = {
      items: [
        { status: { decisions: [{ clusterName: "c1" }, { clusterName: "c2" }] } },
        { status: {} },
        { status: { decisions: [{ clusterName: "c9" }] } },
      ],
    };
    expect(chosenClusters(list)).toEqual(["c1", "c2", "c9"]);
    expect(chosenClusters(undefined)).toEqual([]);
  });

  it("select clusters by the names that these have on the hub, together with other labels", () => {
    const chosen = withChosen(clusters, new Map([[use(), ["c1", "c2"]]]), entries);
    const selected = (selector: Record<string, string>) =>
      selectPlacements({ clusterLabelSelector: selector }, "default", chosen.registry).placements.map(
        (one) => one.cluster,
      );
    expect(selected({ [LABEL]: "true" })).toEqual(["renamed", "c1"]);
    expect(selected({ [LABEL]: "true", tier: "gold" })).toEqual(["c1"]);
    expect(chosen.warnings).toEqual([]);
  });

  it("tell of clusters that they have chosen and that nobody delivers to", () => {
    const { registry: known, warnings } = withChosen(clusters, new Map([[use(), ["c3", "far"]]]), entries);
    expect(known.clusters.filter(({ labels }) => labels[LABEL] === "true").map(({ name }) => name)).toEqual(["c3"]);
    expect(warnings).toMatchObject([{ severity: "warning", file: "app.yaml", line: 7 }]);
    expect(warnings[0]?.message).toContain('Placement "web.eu" has chosen cluster "far", which is left out');
  });
});
