import { describe, expect, it } from "vitest";
import { parseDocuments } from "../../../model/documents";
import { type DeliveryHistory, planDeliveries } from "../../../plan/deliveries";
import type { GraphOptions } from "../../../plan/graph";
import { inventoryOf } from "../../../plan/inventory";
import { advance } from "../../../plan/running/advance";
import { actorOf, HOME, reachedElsewhere } from "../../../plan/shards/acting";
import { clustersByLevel } from "../../../plan/shards/levels";
import { planDigest } from "../../../plan/shards/refuse";
import { withoutReach } from "../../../plan/skip";
import { usedClusters } from "../../../plan/used-clusters";
import { cluster, registry } from "../../support/plan";

const TEXT = `apiVersion: core.oam.dev/v1beta1
kind: Application
metadata: {name: shop, namespace: default}
spec:
  components:
    - {name: a, type: k8s-objects, properties: {objects: [{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}]}}
  policies:
    - {name: one, type: topology, properties: {clusters: [c1]}}
    - {name: other, type: topology, properties: {clusters: [c2]}}
  workflow:
    steps:
      - {name: begin, type: print-message-in-status, properties: {message: begin}}
      - {name: first, type: deploy, properties: {policies: [one]}}
      - name: look
        type: read-object
        properties: {apiVersion: v1, kind: ConfigMap, name: flags, cluster: c2}
        outputs: [{name: level, valueFrom: output.value.data.level}]
      - {name: last, type: deploy, if: inputs.level == "high", inputs: [{from: level}], properties: {policies: [other]}}
      - {name: publish, type: export2config, inputs: [{from: level, parameterKey: data.level}], properties: {configName: found, data: {}, cluster: c1}}
`;

const all = [["local", "c1"], ["c2"]];
const shards = {
  one: { clusters: new Set(all[0]), home: true, shards: all },
  other: { clusters: new Set(all[1]), home: false, shards: all },
};
const clusters = registry(cluster("c1"), cluster("c2"));

function plan(history: DeliveryHistory & Partial<GraphOptions> = {}, text = TEXT) {
  const { documents } = parseDocuments([{ file: "app.yaml", text }]);
  const [one] = planDeliveries(documents, clusters, { order: "barrier", createNamespaces: true, ...history });
  if (one === undefined) throw new Error("there is no Application");
  return one;
}

/** What is known when `look` has found something. */
function progressed(level: string): DeliveryHistory["progress"] {
  const outcome = { result: { phase: "succeeded" }, values: { level }, secret: false } as const;
  return new Map([["default/shop", advance(undefined, plan(), new Map([["look", outcome]]))]]);
}

const steps = ({ graph }: ReturnType<typeof plan>) =>
  graph.nodes.flatMap((node) => (node.kind === "marker" ? [] : [`${node.kind} ${node.name}`]));

describe("steps that do something, in one of several stacks", () => {
  it("are in the stack with the clusters that they reach, and in the keeper's when they reach none", () => {
    const done = (acting: DeliveryHistory["acting"]) => steps(plan({ acting })).filter((one) => one.startsWith("step"));
    expect(done(shards.one)).toEqual(["step default/shop/steps/begin"]);
    expect(done(shards.other)).toEqual(["step default/shop/steps/look"]);
    expect(done(undefined)).toHaveLength(2);
  });

  it("have levels of their own, which what they find does not move", () => {
    const first = plan();
    const known = plan({ progress: progressed("high") });
    expect(clustersByLevel([first], "barrier", all)).toEqual([[""], ["c1"], ["c2"], ["c2"], ["c1"]]);
    expect(clustersByLevel([known], "barrier", all, [first])).toEqual([[""], ["c1"], ["c2"], ["c2"], ["c1"]]);
    const skipped = plan({ progress: progressed("low") });
    expect(clustersByLevel([skipped], "barrier", all, [first])).toEqual([[""], ["c1"], ["c2"], [], ["c1"]]);
  });

  it("are left as they are below their level, and done at it", () => {
    const own = { acting: shards.other, skip: { clusters: new Set(["c1"]), there: {} }, progress: progressed("high") };
    const there = { "default/shop": inventoryOf(plan(own).graph) };
    const at = (level: number) => steps(plan({ ...own, delivered: there, part: { level, there } }));
    expect(at(1)).toEqual(["held default/shop/steps/look", "held c2/default/ConfigMap/a"]);
    expect(at(2)).toEqual(["step default/shop/steps/look", "held c2/default/ConfigMap/a"]);
    expect(at(3)).toEqual(["step default/shop/steps/look", "object c2/default/ConfigMap/a"]);
  });

  it("deliver nothing above a level before they have told anything", () => {
    const open = plan({ acting: shards.one, part: { level: 0, there: {} } });
    expect([open.open, steps(open)]).toEqual([["last", "publish"], ["step default/shop/steps/begin"]]);
  });

  it("leave the digest as it is, also in the stack whose cluster does not answer", () => {
    const skip = { clusters: new Set(["c2"]), there: {} };
    const digests = [plan(), plan({ acting: shards.one }), plan({ acting: shards.other, skip })].map((one) =>
      planDigest([one]),
    );
    expect(new Set(digests).size).toBe(1);
  });

  it("wait for all clusters, and all for them, also with an order for each cluster", () => {
    const order = "perCluster";
    const first = plan({ order });
    expect(clustersByLevel([first], order, all)).toEqual([[], [""], ["c1"], ["c2"], ["c2", "c1"]]);
    const own = { order, acting: shards.other, progress: progressed("high") } as const;
    const at = (level: number) => steps(plan({ ...own, part: { level, there: {} } }));
    expect(at(3)).toContain("step default/shop/steps/look");
    expect(at(2)).not.toContain("step default/shop/steps/look");
    expect([at(3), at(4)].map((nodes) => nodes.includes("object c2/default/ConfigMap/a"))).toEqual([false, true]);
  });
});

describe("steps that reach clusters of several stacks", () => {
  const WIDE = TEXT.replace(
    "{name: begin, type: print-message-in-status, properties: {message: begin}}",
    "{name: begin, type: collect-service-endpoints, properties: {name: other, namespace: other}}",
  );
  const skips = { clusters: new Set(all[1]), others: new Set(all[1]), there: {} };
  const done = (history: DeliveryHistory) => steps(plan(history, WIDE)).filter((one) => one.startsWith("step"));

  it("are in the keeper's, which delivers nothing to the others' clusters", () => {
    expect(done({ acting: shards.one, skip: skips })).toEqual(["step default/shop/steps/begin"]);
    expect(done({ acting: shards.other })).toEqual(["step default/shop/steps/look"]);
    expect(clustersByLevel([plan({}, WIDE)], "barrier", all)[0]).toEqual([HOME]);
    const own = plan({ acting: shards.one, skip: skips }, WIDE);
    expect(reachedElsewhere([own], shards.one)).toEqual(["c2"]);
    expect(usedClusters([own], undefined, skips, shards.one)).toEqual(["c1", "local"]);
  });

  it("are nobody else's business, also not of those whose clusters they reach", () => {
    const alone = WIDE.replace(/ {6}- \{name: first[\s\S]*/, "");
    const other = plan({ acting: shards.other }, alone);
    expect(usedClusters([other], undefined, undefined, shards.other)).toEqual([]);
    expect(reachedElsewhere([other], shards.other)).toEqual([]);
  });

  it("are left undecided when one of the others' clusters does not answer", () => {
    const skip = withoutReach(skips, new Set(["c2"]));
    expect(done({ acting: shards.one, skip })).toEqual([]);
    expect(plan({ acting: shards.one, skip }, WIDE).decisions.get("begin")).toBe("undecided");
  });

  it("stay with the one that has them at first, whatever is found", () => {
    const wide = TEXT.replace(
      /type: export2config.*/,
      `type: collect-service-endpoints, inputs: [{from: level, parameterKey: namespace}], properties: {name: other}}\n`,
    );
    const found = { result: { phase: "succeeded" }, values: { level: "high" }, secret: false } as const;
    const progress = new Map([["default/shop", advance(undefined, plan({}, wide), new Map([["look", found]]))]]);
    const places = (acting: typeof shards.one) => {
      const { graph } = plan({ acting, progress }, wide);
      return graph.nodes.flatMap((node) => (node.kind === "step" && node.step === "publish" ? [node.clusters] : []));
    };
    expect([places(shards.one), places(shards.other)]).toEqual([[["local", "c1", "c2"]], []]);
  });

  it("are one stack's alone where that has all that they reach", () => {
    expect(actorOf({ reaches: ["c1", "local"] }, all)).toBe("c1");
    expect(actorOf({}, all)).toBe(HOME);
  });
});
