import { expect, it } from "vitest";
import { Cluster } from "../../components/cluster";
import { record } from "../support/monitor";

it("makes exactly one provider, which keeps the kubeconfig secret", async () => {
  const all = await record(() => new Cluster("beijing", { kubeconfig: "text", context: "admin" }));
  expect(all.map((one) => [one.type, one.name, one.parent])).toEqual([
    ["flotilla:index:Cluster", "beijing", ""],
    ["pulumi:providers:kubernetes", "beijing", "beijing"],
  ]);
  expect(all[1]).toMatchObject({ hideDiffs: ["kubeconfig"], aliases: [] });
  expect(all[1]?.inputs).toEqual({
    kubeconfig: { secret: "text" },
    context: "admin",
    clusterIdentifier: "beijing",
    enableServerSideApply: "true",
    enableConfigMapMutable: "true",
    enableSecretMutable: "true",
  });
});

it("stays the same cluster to the provider however often it is renamed", async () => {
  const all = await record(() => new Cluster("c", { kubeconfig: "text", previousNames: ["a", "b"] }));
  expect(all[1]?.inputs.clusterIdentifier).toBe("a");
  expect(all[1]?.aliases).toEqual([{ name: "a" }, { name: "b" }]);
});

it("is known to policies by its own name when the resource has another", async () => {
  let cluster: Cluster | undefined;
  const all = await record(() => {
    cluster = new Cluster("resource", { kubeconfig: "text", name: "beijing" });
  });
  expect(cluster?.clusterName).toBe("beijing");
  expect(all[1]?.inputs.clusterIdentifier).toBe("beijing");
});

it.each([
  ["empty", ""],
  ["blank", " \n"],
  ["missing", undefined as unknown as string],
])("refuses a kubeconfig that is %s", async (name, kubeconfig) => {
  const program = () => new Cluster(name, { kubeconfig });
  await expect(record(program)).rejects.toThrow(`cluster "${name}" has an empty kubeconfig`);
});
