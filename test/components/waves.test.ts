import { beforeAll, describe, expect, it } from "vitest";
import { Application } from "../../components/application";
import { Cluster } from "../../components/cluster";
import type { GraphNode, WaveEndNode } from "../../plan/graph-types";
import { type Registration, record, type Secret } from "../support/monitor";

const configMap = (cluster: string, wave: number, dependsOn: string[]): GraphNode => ({
  ...{ kind: "object", step: "first", wave, cluster, name: `${cluster}/demo/ConfigMap/a`, dependsOn },
  object: { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a", namespace: "demo" } },
  handling: { retain: false, takeOver: false, shared: false, readOnly: false, leave: [], orphan: false },
});

const waveEnd = (wave: number, more: Partial<WaveEndNode> = {}): WaveEndNode => ({
  ...{ kind: "waveEnd", name: `demo/shop/waves/first/${wave}`, step: "first", wave, dependsOn: [] },
  ...{ minSuccessSeconds: 0, maxFailures: 0 },
  clusters: [{ name: `c${wave}`, digest: "d1", nodes: [`c${wave}/demo/ConfigMap/a`], objects: [] }],
  ...more,
});

async function made(nodes: GraphNode[]): Promise<(name: string) => Registration | undefined> {
  const all = await record(() => {
    const clusters = Object.fromEntries(
      ["c1", "c2"].map((name) => [name, new Cluster(name, { kubeconfig: `kubeconfig of ${name}` })]),
    );
    const graph = { application: { name: "shop", namespace: "demo" }, nodes };
    return new Application("demo/shop", { graph, clusters, settled: ["c2/d1", "c9/d1"], timeoutSeconds: 60 });
  });
  return (name) => all.find((one) => one.name === name);
}

describe("the end of a wave", () => {
  let plain: Awaited<ReturnType<typeof made>>;
  let watched: Awaited<ReturnType<typeof made>>;

  beforeAll(async () => {
    plain = await made([configMap("c1", 1, []), waveEnd(1, { dependsOn: ["c1/demo/ConfigMap/a"] })]);
    const soak = { minSuccessSeconds: 30, maxFailures: 1 };
    watched = await made([
      ...[configMap("c1", 1, []), waveEnd(1, { ...soak, timeoutSeconds: 5 })],
      configMap("c2", 2, ["demo/shop/waves/first/1"]),
      waveEnd(2, { ...soak, previous: "demo/shop/waves/first/1", dependsOn: ["demo/shop/waves/first/1"] }),
    ]);
  });

  it("is a marker that needs no plugin when there is nothing to wait for", () => {
    expect(plain("demo/shop/waves/first/1")).toMatchObject({
      ...{ type: "pulumi:index:Stash", parent: "demo/shop", dependsOn: ["c1/demo/ConfigMap/a"] },
    });
  });

  it("does not depend on what may fail, and is what the next wave depends on", () => {
    expect(watched("demo/shop/waves/first/1")).toMatchObject({ type: "flotilla:index:WaveEnd", dependsOn: [] });
    expect(watched("c2/demo/ConfigMap/a")?.dependsOn).toContain("demo/shop/waves/first/1");
  });

  it("knows what is settled already, and for how long it may wait", () => {
    expect(watched("demo/shop/waves/first/1")?.inputs).toMatchObject({
      ...{ step: "first", wave: 1, minSuccessSeconds: 30, maxFailures: 1, timeoutSeconds: 5 },
      ...{ wanted: [{ name: "c1", digest: "d1", objects: [] }], settled: [], failed: [], before: [] },
    });
    expect(watched("demo/shop/waves/first/2")?.inputs).toMatchObject({ timeoutSeconds: 60, settled: ["c2/d1"] });
  });

  it("reaches its own clusters only, with credentials that are secret", () => {
    const access: Secret = { secret: { c1: { kubeconfig: "kubeconfig of c1" } } };
    expect(watched("demo/shop/waves/first/1")?.inputs.clusters).toEqual(access);
    expect(watched("demo/shop/waves/first/1")?.hideDiffs).toContain("clusters");
  });
});
