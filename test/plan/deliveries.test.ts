import { describe, expect, it } from "vitest";
import type { ClusterRegistry } from "../../model/cluster";
import { parseDocuments } from "../../model/documents";
import { planDeliveries } from "../../plan/deliveries";
import { usedClusters } from "../../plan/used-clusters";

const cluster = (name: string) => ({ name, labels: {}, version: { major: 1, minor: 36 } });
const registry: ClusterRegistry = {
  clusters: [cluster("local"), cluster("a"), cluster("b"), cluster("idle")],
  allowCrossNamespace: true,
};

const application = (name: string, component: string, clusters: string[]) => `
apiVersion: core.oam.dev/v1beta1
kind: Application
metadata: { name: ${name} }
spec:
  components:
    - { name: ${component}, type: webservice, properties: { image: nginx } }
  policies:
    - { name: where, type: topology, properties: { clusters: [${clusters}], namespace: prod } }
`;

const planned = (...texts: string[]) => {
  const { documents } = parseDocuments([{ file: "apps.yaml", text: texts.join("---") }]);
  return planDeliveries(documents, registry, { order: "barrier", createNamespaces: true });
};

describe("the Applications of some documents", () => {
  it("are planned one by one", () => {
    const all = planned(application("one", "web", ["b"]), application("two", "api", ["a", "b"]));
    expect(all.map(({ plan, graph }) => [plan.application.name, graph.application.name])).toEqual([
      ["one", "one"],
      ["two", "two"],
    ]);
  });

  it("tell which clusters are reached, each once", () => {
    const all = planned(application("one", "web", ["b"]), application("two", "api", ["a", "b"]));
    expect(usedClusters(all)).toEqual(["b", "a"]);
  });

  it("share no node of their graphs, although they may share a namespace", () => {
    const all = planned(application("one", "web", ["a"]), application("two", "api", ["a"]));
    const names = all.flatMap(({ graph }) => graph.nodes.map((node) => node.name));
    expect(names).toHaveLength(4);
    expect(new Set(names).size).toBe(4);
  });

  it("must not deliver the same object", () => {
    expect(() => planned(application("one", "web", ["a"]), application("two", "web", ["a", "b"]))).toThrow(
      /^apps\.yaml:\d+:\d+: error: Deployment "web" in cluster "a" is delivered by Application "one" already \([^\n]*\)$/,
    );
  });

  it("must not deliver the same object in one stack even where they share it, and are told why", () => {
    const share = `
    - { name: share, type: shared-resource, properties: { rules: [{ selector: { resourceTypes: [Deployment] } }] } }
`;
    const all = ["one", "two"].map((name) => application(name, "web", ["a"]).trimEnd() + share);
    expect(() => planned(...all)).toThrow(
      /already \(a shared-resource policy shares it with Applications of other stacks/,
    );
  });

  it("are told wrong all together", () => {
    const wrong = () => planned(application("one", "web", ["nowhere"]), application("two", "api", ["elsewhere"]));
    expect(wrong).toThrow(/nowhere[\s\S]*elsewhere/);
  });

  it("have to be there", () => {
    expect(() => planned("{}")).toThrow();
    expect(() => planned("")).toThrow("there is no Application document");
  });
});
