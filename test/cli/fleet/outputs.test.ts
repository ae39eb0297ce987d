import { describe, expect, it } from "vitest";
import { mergedOutputs } from "../../../cli/fleet/outputs";
import type { Outputs } from "../../../cli/outputs";

const outputs = (more: Partial<Outputs>): Outputs => ({
  ...{ deliveries: [], steps: [], held: [], clusters: [], skipped: [], inventory: {}, revisions: {} },
  ...more,
});
const step = (name: string, phase: Outputs["steps"][number]["phase"]) => ({
  ...{ application: "default/shop", step: name, type: "deploy", phase },
});
const gate = (since: string) => ({
  ...{ application: "default/shop", step: "last", digest: "p1", whole: "w", since, command: "go on" },
});
const entry = (cluster: string) => ({
  ...{ name: `${cluster}/x`, cluster, step: "first", apiVersion: "v1", objectKind: "ConfigMap", objectName: "x" },
  retain: false,
});

describe("the outputs of all shards", () => {
  it("have each step once, as far as the shard that has come least far", () => {
    const { steps } = mergedOutputs([
      outputs({ steps: [step("first", "delivered"), step("last", "delivered")] }),
      outputs({ steps: [step("first", "delivered"), step("last", "pending")] }),
    ]);
    expect(steps.map(({ step, phase }) => [step, phase])).toEqual([
      ["first", "delivered"],
      ["last", "pending"],
    ]);
  });

  it("have what is held once, since the first shard held it", () => {
    const { held } = mergedOutputs([outputs({ held: [gate("2026-02")] }), outputs({ held: [gate("2026-01")] })]);
    expect(held.map(({ since }) => since)).toEqual(["2026-01"]);
  });

  it("have what is in each cluster", () => {
    const { inventory } = mergedOutputs([
      outputs({ inventory: { "default/shop": [entry("c1")] } }),
      outputs({ inventory: { "default/shop": [entry("c2")], "default/other": [entry("c2")] } }),
    ]);
    expect(Object.entries(inventory).map(([name, all]) => [name, ...all.map(({ cluster }) => cluster)])).toEqual([
      ["default/shop", "c1", "c2"],
      ["default/other", "c2"],
    ]);
  });

  it("know a cluster that one shard has forgotten and another one has now", () => {
    const shards = [outputs({ identities: { c1: "u1", c2: "u2" } }), outputs({ identities: { c1: "", c3: "" } })];
    const identities = { c1: "u1", c2: "u2", c3: "" };
    expect(mergedOutputs(shards).identities).toEqual(identities);
    expect(mergedOutputs(shards.reverse()).identities).toEqual(identities);
  });
});
