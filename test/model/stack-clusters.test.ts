import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatFinding, InputError } from "../../model/findings";
import { stackClusters } from "../../model/registry";

const SECRET = "S3CRET";

const KUBECONFIG = JSON.stringify({
  "current-context": "a",
  contexts: [{ name: "a", context: { cluster: "a", user: "a" } }],
  clusters: [{ name: "a", cluster: { server: "https://a" } }],
  users: [{ name: "a", user: { token: SECRET } }],
});

function refused(raw: unknown): string[] {
  try {
    stackClusters(raw);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    expect(error.message).not.toContain(SECRET);
    return error.findings.map(formatFinding);
  }
  throw new Error("the configuration was not refused");
}

describe("flotilla:clusters", () => {
  it("lists clusters and how each is reached", () => {
    const { registry, credentials, warnings } = stackClusters([
      { name: "c1", kubeconfig: KUBECONFIG, labels: { region: "eu" }, kubernetesVersion: "1.30" },
      { name: "c2", kubeconfigFile: "~/.kube/c2", context: "admin", previousNames: ["old", "older"] },
      { name: "local", context: "hub" },
    ]);
    expect(registry).toEqual({
      clusters: [
        { name: "local", labels: {}, version: { major: 1, minor: 36 } },
        { name: "c1", labels: { region: "eu" }, version: { major: 1, minor: 30 } },
        { name: "c2", labels: {}, version: { major: 1, minor: 36 } },
      ],
      allowCrossNamespace: true,
    });
    expect(credentials).toEqual([
      { cluster: "c1", kubeconfig: KUBECONFIG, previousNames: [] },
      { cluster: "c2", kubeconfigFile: "~/.kube/c2", context: "admin", previousNames: ["old", "older"] },
      { cluster: "local", context: "hub", previousNames: [] },
    ]);
    expect(warnings).toEqual([]);
  });

  it("keeps what people call clusters", () => {
    const raw = [
      { name: "c1", context: "a", alias: "First" },
      { name: "c2", context: "b", alias: "" },
    ];
    expect(stackClusters(raw).aliases).toEqual({ c1: "First" });
  });

  it("may be left out", () => {
    const { registry, credentials } = stackClusters(undefined);
    expect(registry.clusters.map(({ name }) => name)).toEqual(["local"]);
    expect(credentials).toEqual([]);
  });

  it("is told all its mistakes, by the place as it is configured", () => {
    expect(
      refused([
        { name: "c1", kubeconfig: KUBECONFIG, kubeconfigFile: "x" },
        { name: "c2" },
        { name: "c1", kubeconfig: " " },
        { name: "c4", kubeconfig: `token: [${SECRET}` },
        { name: "c5", kubeconfig: KUBECONFIG, context: "b" },
        { name: "c6", kubeconfig: { token: SECRET } },
        { name: "local", context: "hub", labels: { a: "b" }, previousNames: ["hub"] },
        { name: "c8", context: "c8", previousNames: ["c2", "c8-old", "hub", "local"] },
        { context: "x", kubeConfig: SECRET },
      ]),
    ).toEqual([
      "error: flotilla:clusters[5].kubeconfig: kubeconfig is an object, must be a string",
      "error: flotilla:clusters[8].name: name is missing (it must be a string)",
      'error: flotilla:clusters[8].kubeConfig: unknown field "kubeConfig" (did you mean "kubeconfig"?)',
      'error: flotilla:clusters[2].name: the cluster "c1" is also defined at flotilla:clusters[0]',
      'error: flotilla:clusters[6].labels: the cluster "local" cannot have labels (remove them)',
      'error: flotilla:clusters[0].kubeconfigFile: cluster "c1" has both kubeconfig and kubeconfigFile (remove one of them)',
      'error: flotilla:clusters[1]: cluster "c2" does not say how it is reached (give one of kubeconfig, kubeconfigFile, context and ack)',
      "error: flotilla:clusters[2].kubeconfig: the kubeconfig is empty",
      "error: flotilla:clusters[3].kubeconfig: the kubeconfig is not well-formed YAML, see its line 1",
      'error: flotilla:clusters[4].kubeconfig: the kubeconfig has no context "b" (its contexts are a)',
      'error: flotilla:clusters[6].previousNames: the cluster "local" cannot have previous names (remove them)',
      'error: flotilla:clusters[7].previousNames[0]: "c2" cannot be a previous name, because a cluster has or had it already',
      'error: flotilla:clusters[7].previousNames[2]: "hub" cannot be a previous name, because a cluster has or had it already',
      'error: flotilla:clusters[7].previousNames[3]: "local" cannot be a previous name, because a cluster has or had it already',
    ]);
  });

  it("has to be a list, and never shows what was given instead", () => {
    expect(refused(SECRET)).toEqual(["error: flotilla:clusters: the document is a string, must be a list"]);
    expect(refused([SECRET])[0]).not.toContain(SECRET);
    expect(refused([{ name: "c1", kubeconfig: 5, kubeconfigFile: [SECRET], context: { token: SECRET } }])).toHaveLength(
      3,
    );
  });

  it("shows the labels it leaves out in warnings", () => {
    const { warnings } = stackClusters([{ name: "c1", context: "a", labels: { "cluster.core.oam.dev/x": "y" } }]);
    expect(warnings.map(({ path }) => path)).toEqual(['flotilla:clusters[0].labels["cluster.core.oam.dev/x"]']);
  });

  it("makes nothing but an InputError of arbitrary data", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.string({ unit: "binary" }), (raw, kubeconfig) => {
        for (const value of [
          raw,
          [raw],
          [{ name: "a", kubeconfig }],
          [{ name: "a", context: "b", previousNames: raw }],
        ]) {
          try {
            stackClusters(value);
          } catch (error) {
            expect(error).toBeInstanceOf(InputError);
          }
        }
      }),
    );
  });
});
