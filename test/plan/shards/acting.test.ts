import { describe, expect, it } from "vitest";
import { parseDocuments } from "../../../model/documents";
import { type DeliveryHistory, planDeliveries } from "../../../plan/deliveries";
import { inventoryOf } from "../../../plan/inventory";
import { advance } from "../../../plan/running/advance";
import { clustersByLevel } from "../../../plan/shards/levels";
import { planDigest, refusedInShards } from "../../../plan/shards/refuse";
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

const shards = { one: { clusters: new Set(["c1"]), home: true }, other: { clusters: new Set(["c2"]), home: false } };
const clusters = registry(cluster("c1"), cluster("c2"));

function plan(history: DeliveryHistory = {}, text = TEXT) {
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
    expect(clustersByLevel([first])).toEqual([[""], ["c1"], ["c2"], ["c2"], ["c1"]]);
    expect(clustersByLevel([known], [first])).toEqual([[""], ["c1"], ["c2"], ["c2"], ["c1"]]);
    const skipped = plan({ progress: progressed("low") });
    expect(clustersByLevel([skipped], [first])).toEqual([[""], ["c1"], ["c2"], [], ["c1"]]);
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

  it("are refused with an order for each cluster, also while their inputs are not known", () => {
    const all = [["c1"], ["c2"]];
    expect(refusedInShards([plan()], "barrier", all)).toEqual([]);
    const asking = TEXT.replace("export2config", "webhook").replace(
      "{configName: found, data: {}, cluster: c1}",
      '{url: {value: "http://x"}, data: {}}',
    );
    const told = refusedInShards([plan({}, asking)], "perCluster", all).map(({ message }) => message.split('"')[1]);
    expect(told).toEqual(["begin", "look", "publish"]);
  });
});
