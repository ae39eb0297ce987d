import { describe, expect, it } from "vitest";
import { formatFinding, InputError } from "../../../model/findings";
import { planDeliveries } from "../../../plan/deliveries";
import { currentRevisions } from "../../../plan/revisions/current";
import { nextHistories } from "../../../plan/revisions/next";
import { applyPins } from "../../../plan/revisions/pins";
import { NO_CLUSTERS } from "../../../sources/clusters";
import { readReferences } from "../../../sources/read";
import { NOTHING_READ } from "../../../workloads/references";
import { typeRegistry } from "../../../workloads/registry";
import { cluster, registry } from "../../support/plan";
import { history, parse, place, revision, shop } from "./support";

const clusters = registry(cluster("c1"), cluster("c2"));
const options = { order: "barrier", createNamespaces: false } as const;
const now = "2030-01-09T00:00:00Z";

const first = revision(shop({ image: "nginx:1" }) + place("c1"));
const second = revision(shop({ image: "nginx:2" }) + place("c2"), history(first));
const histories = { "demo/shop": history(first, second) };
const latest = shop({ image: "nginx:3" }) + place("c1", "c2");

/** Images that are delivered, by cluster. */
function images(pins: Record<string, string>, text = latest): [string, string][] {
  const { documents } = applyPins(parse(text), histories, pins);
  return planDeliveries(documents, clusters, options).flatMap(({ graph }) =>
    graph.nodes.flatMap((node): [string, string][] =>
      node.kind === "object" ? [[node.cluster, /nginx:\d/.exec(JSON.stringify(node.object))?.[0] ?? ""]] : [],
    ),
  );
}

function refusal(pins: Record<string, string>, text = latest): string[] {
  try {
    applyPins(parse(text), histories, pins);
  } catch (error) {
    if (error instanceof InputError) return error.findings.map(formatFinding);
    throw error;
  }
  return [];
}

describe("a pinned Application", () => {
  it("is delivered as its revision says, with the Policies of that time", () => {
    expect(images({})).toEqual([
      ["c1", "nginx:3"],
      ["c2", "nginx:3"],
    ]);
    expect(images({ "demo/shop": "shop-v1" })).toEqual([["c1", "nginx:1"]]);
    expect(images({ "demo/shop": "shop-v2" })).toEqual([["c2", "nginx:2"]]);
  });

  it("leaves others with the Policies of the files", () => {
    const other = shop().replace("name: shop", "name: other").replace("name: web", "name: more");
    expect(images({ "demo/shop": "shop-v1" }, `${other}---\n${latest}`)).toEqual([
      ["c1", "nginx:1"],
      ["c2", "nginx:1"],
      ["c1", "nginx:1"],
    ]);
  });

  it("makes no revision, and the current one is the one that it is pinned to", () => {
    const pinned = applyPins(parse(latest), histories, { "demo/shop": "shop-v1" });
    const context = { histories, registry: clusters, types: typeRegistry(), references: NOTHING_READ, now };
    const current = currentRevisions(pinned, context);
    const planned = planDeliveries(pinned.documents, clusters, options);
    const next = nextHistories(planned, { current, before: histories, limit: 10, now });
    expect(next["demo/shop"]?.current).toBe("shop-v1");
    expect(next["demo/shop"]?.revisions.map(({ name }) => name)).toEqual(["shop-v1", "shop-v2"]);
    expect(next["demo/shop"]?.revisions[0]?.delivered).toEqual({ at: now, clusters: ["c1"] });
  });

  it("is said to be pinned, with the command that ends it", () => {
    expect(applyPins(parse(latest), histories, { "demo/shop": "shop-v1" }).warnings.map(formatFinding)).toEqual([
      'warning: flotilla:revisions["demo/shop"]: demo/shop is pinned to revision shop-v1 of 2030-01-01T00:00:00Z, and what the files say about it does not count (go back to the files with: npx flotilla revisions unpin demo/shop)',
    ]);
  });

  it("has the objects of that time, whatever the files have now", async () => {
    const component = "{name: m, type: ref-objects, properties: {objects: [{resource: configmap, name: m}]}}";
    const text = (value: string) =>
      `${shop().replace(/- \{name: web.*/, `- ${component}`)}${place("c1")}---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: m}, data: {value: ${value}}}\n`;
    const plan = async (documents: ReturnType<typeof parse>, pins: Record<string, string>, before = {}) => {
      const pinned = applyPins(documents, before, pins);
      const read = await readReferences(pinned.documents, clusters, typeRegistry(), NO_CLUSTERS);
      const current = currentRevisions(pinned, {
        ...read,
        histories: before,
        registry: clusters,
        types: typeRegistry(),
        now,
      });
      return { current, planned: planDeliveries(pinned.documents, clusters, options, read) };
    };
    const old = (await plan(parse(text("old")), {})).current.get("demo/shop");
    if (old === undefined) throw new Error("there is no revision");
    const { planned } = await plan(parse(text("new")), { "demo/shop": "shop-v1" }, { "demo/shop": history(old) });
    expect(JSON.stringify(planned)).toContain('"value":"old"');
    expect(JSON.stringify(planned)).not.toContain('"value":"new"');
  });
});

describe("pins are refused, all at once,", () => {
  it("when there is no such Application or no such revision", () => {
    expect(refusal({ "demo/shpo": "shop-v1", "demo/shop": "shop-v7" })).toEqual([
      'error: flotilla:revisions["demo/shpo"]: there is no Application demo/shpo in the documents, so it cannot be pinned (did you mean "demo/shop"?)',
      'error: flotilla:revisions["demo/shop"]: demo/shop has no revision "shop-v7" (did you mean "shop-v1"?)',
    ]);
  });

  it("when the Application delivers nothing by itself", () => {
    const only = shop({ metadata: ", annotations: {app.oam.dev/revision-only: 'true'}" });
    expect(refusal({ "demo/shop": "shop-v1" }, only)[0]).toContain(
      "is kept as a revision only, so there is nothing to pin",
    );
  });
});
