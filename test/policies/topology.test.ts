import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { selectPlacements, type Topology } from "../../policies/topology";
import { cluster, registry } from "../support/plan";

const clusters = registry(
  cluster("old", { region: "eu", tier: "prod" }),
  cluster("mid", { region: "eu" }),
  cluster("new", { region: "us", tier: "prod" }),
);

function select(spec: Topology, among = clusters) {
  const { placements, problems } = selectPlacements(spec, "demo", among);
  return { names: placements.map((placement) => placement.cluster), placements, problems };
}

describe("selectPlacements", () => {
  it("takes listed clusters in their order", () => {
    expect(select({ clusters: ["new", "old"] }).names).toEqual(["new", "old"]);
  });

  it("refuses a cluster that does not exist, naming the nearest", () => {
    const { names, problems } = select({ clusters: ["old", "oldd"] });
    expect(names).toEqual(["old"]);
    expect(problems).toMatchObject([
      { severity: "error", code: "unknown-cluster", hint: 'did you mean "old"?', path: ["clusters", 1] },
    ]);
  });

  it("takes labelled clusters with the newest first and all labels matching", () => {
    expect(select({ clusterLabelSelector: { region: "eu" } }).names).toEqual(["mid", "old"]);
    expect(select({ clusterLabelSelector: { region: "eu", tier: "prod" } }).names).toEqual(["old"]);
  });

  it("takes every cluster, `local` first, for an empty selector", () => {
    expect(select({ clusterLabelSelector: {} }).names).toEqual(["local", "new", "mid", "old"]);
  });

  it("takes only `local` for the control plane's label", () => {
    expect(select({ clusterLabelSelector: { "cluster.core.oam.dev/control-plane": "true" } }).names).toEqual(["local"]);
  });

  it("refuses a selector without a match unless that is allowed, which is a warning", () => {
    const selector = { clusterLabelSelector: { region: "mars" } };
    expect(select(selector).problems).toMatchObject([{ severity: "error", code: "no-cluster-matches" }]);
    expect(select({ ...selector, allowEmpty: true }).problems).toMatchObject([{ severity: "warning" }]);
  });

  it("goes by names when names and labels are given", () => {
    expect(select({ clusters: ["mid"], clusterLabelSelector: { region: "us" } }).names).toEqual(["mid"]);
  });

  it("warns about an empty list", () => {
    const { names, problems } = select({ clusters: [] });
    expect(names).toEqual([]);
    expect(problems).toMatchObject([{ severity: "warning", code: "nothing-matches" }]);
  });

  it("goes to `local` without clusters and labels, and warns about the old selector", () => {
    expect(select({ namespace: "other" }).placements).toEqual([{ cluster: "local", namespace: "other" }]);
    expect(select({ clusterSelector: { region: "eu" } })).toMatchObject({
      names: ["local"],
      problems: [{ severity: "warning" }],
    });
  });

  it("refuses another namespace when crossing is switched off", () => {
    const closed = { ...clusters, allowCrossNamespace: false };
    expect(select({ namespace: "other" }, closed).problems).toMatchObject([
      { code: "cross-namespace", path: ["namespace"] },
    ]);
    expect(select({ namespace: "demo" }, closed).problems).toEqual([]);
    expect(select({ namespace: "" }, closed).problems).toEqual([]);
  });

  it("selects a subset by labels: exactly the clusters that have them", () => {
    const labels = fc.dictionary(fc.constantFrom("a", "b"), fc.constantFrom("1", "2"));
    fc.assert(
      fc.property(fc.array(labels, { maxLength: 6 }), labels, (all, selector) => {
        const many = registry(...all.map((own, index) => cluster(`c${index}`, own)));
        const { names } = select({ clusterLabelSelector: selector, allowEmpty: true }, many);
        const matching = all.flatMap((own, index) =>
          Object.entries(selector).every(([key, value]) => own[key] === value) ? [`c${index}`] : [],
        );
        expect([...names].filter((name) => name !== "local").reverse()).toEqual(matching);
      }),
    );
  });
});
