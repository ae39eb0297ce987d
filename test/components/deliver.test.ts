import { describe, expect, it } from "vitest";
import { Cluster, deliver } from "../../components";
import { record } from "../support/monitor";

const application = {
  apiVersion: "core.oam.dev/v1beta1",
  kind: "Application",
  metadata: { name: "shop" },
  spec: {
    components: [{ name: "web", type: "webservice", properties: { image: "nginx" } }],
    policies: [
      { name: "first", type: "topology", properties: { clusters: ["a"] } },
      { name: "rest", type: "topology", properties: { clusterLabelSelector: { tier: "prod" } } },
    ],
  },
};

const clusters = () => [
  new Cluster("a", { kubeconfig: "text" }),
  new Cluster("b", { kubeconfig: "text", labels: { tier: "prod" }, kubernetesVersion: "1.30" }),
];

describe("a program of one's own", () => {
  it.each([
    ["objects", { objects: [application] }],
    ["YAML", { yaml: JSON.stringify(application) }],
  ])("delivers %s to the clusters it has, by name and by label", async (_, documents) => {
    const all = await record(() => deliver({ documents, clusters: clusters() }));
    const delivered = all.filter((one) => one.type === "kubernetes:apps/v1:Deployment");
    expect(delivered.map((one) => [one.name, one.parent, one.provider]).sort()).toEqual([
      ["a/default/Deployment/web", "default/shop/a", "a"],
      ["b/default/Deployment/web", "default/shop/b", "b"],
    ]);
    expect(delivered.find((one) => one.provider === "b")?.dependsOn).toEqual(["default/shop/step-1"]);
  });

  it("delivers nothing at all when something is wrong", async () => {
    const wrong = { ...application, spec: { ...application.spec, components: [{ name: "web", type: "webserver" }] } };
    const program = () => deliver({ documents: { objects: [wrong] }, clusters: clusters() });
    await expect(record(program)).rejects.toThrow(/^objects\[0\]:.*did you mean "webservice"\?/);
  });
});
