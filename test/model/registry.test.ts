import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatFinding, InputError } from "../../model/findings";
import { PlainSource } from "../../model/plain-source";
import { clusterRegistry, effectiveLabels, readRegistry } from "../../model/registry";

const LOCAL = { name: "local", labels: {}, version: { major: 1, minor: 36 } };

function read(text: string) {
  return readRegistry({ file: "c.yaml", text });
}

function refused(text: string): string[] {
  try {
    read(text);
  } catch (error) {
    if (error instanceof InputError) return error.findings.map(formatFinding);
    throw error;
  }
  throw new Error("the file was not refused");
}

describe("a clusters file", () => {
  it("lists clusters as they joined, after local, which is always there", () => {
    const text = `clusters:
  - name: c1
    labels: {region: eu}
  - {name: c2, kubernetesVersion: v1.30.4-gke.100}
allowCrossNamespace: false
`;
    expect(read(text)).toEqual({
      registry: {
        clusters: [
          LOCAL,
          { name: "c1", labels: { region: "eu" }, version: { major: 1, minor: 36 } },
          { name: "c2", labels: {}, version: { major: 1, minor: 30 } },
        ],
        allowCrossNamespace: false,
      },
      warnings: [],
    });
  });

  it.each(["", "# nothing\n", "{}", "clusters: []", "clusters:"])("may be empty: %j", (text) => {
    expect(read(text)).toEqual({ registry: { clusters: [LOCAL], allowCrossNamespace: true }, warnings: [] });
  });

  it("is read as Kubernetes reads it, with a warning where that is a surprise", () => {
    const { registry, warnings } = read("clusters: [{name: c1, labels: {y: a}}]");
    expect(registry.clusters[1]?.labels).toEqual({ true: "a" });
    expect(warnings).toMatchObject([{ severity: "warning", line: 1, column: 32 }]);
  });

  it("may say the version of local, wherever it stands", () => {
    const { registry } = read('clusters: [{name: c1}, {name: local, kubernetesVersion: "1.28+"}]');
    expect(registry.clusters.map(({ name, version }) => `${name} ${version.minor}`)).toEqual(["local 28", "c1 36"]);
  });

  it("is told all its mistakes", () => {
    const text = `clusters:
  - {nmae: c1}
  - {name: C 2, labels: {a: 1}}
  - {name: c3}
  - {name: c3}
  - {name: local, labels: {a: b}}
  - {name: c4, kubernetesVersion: 1.3}
  - {name: c5, kubernetesVersion: newest}
  - {name: c6, kubernetesVersion: 1.18}
allowCrossNamespace: sometimes
cluster: []
`;
    expect(refused(text)).toEqual([
      'c.yaml:10:22: error: allowCrossNamespace: allowCrossNamespace is the string "sometimes", must be a boolean',
      'c.yaml:11:1: error: cluster: unknown field "cluster" (did you mean "clusters"?)',
      "c.yaml:2:5: error: clusters[0].name: name is missing (it must be a string)",
      'c.yaml:2:6: error: clusters[0].nmae: unknown field "nmae" (did you mean "name"?)',
      `c.yaml:3:12: error: clusters[1].name: name is "C 2", must consist of lower case letters, digits, '-' and '.', and start and end with a letter or digit`,
      "c.yaml:3:29: error: clusters[1].labels.a: a is the number 1, must be a string (put it in quotes)",
      'c.yaml:7:35: error: clusters[5].kubernetesVersion: kubernetesVersion is the number 1.3, which may have lost a zero; put the version in quotes, such as "1.30"',
      'c.yaml:8:35: error: clusters[6].kubernetesVersion: kubernetesVersion is "newest", must be a version such as "1.30"',
      'c.yaml:5:12: error: clusters[3].name: the cluster "c3" is also defined at c.yaml:4:5',
      'c.yaml:6:27: error: clusters[4].labels: the cluster "local" cannot have labels (remove them)',
    ]);
    expect(refused("clusters: []\n---\nclusters: []\n")).toEqual([
      "c.yaml:3:1: error: a clusters file holds only one document",
    ]);
    expect(refused("clusters: [")).toHaveLength(1);
    expect(refused("- name: c1")).toEqual(["c.yaml:1:1: error: the document is a list, must be an object"]);
  });

  it("makes nothing but an InputError of arbitrary data", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.jsonValue({ maxDepth: 3 }), (raw, cluster) => {
        for (const value of [
          raw,
          { clusters: raw },
          { clusters: [cluster] },
          { clusters: [{ name: "a", labels: raw }] },
        ]) {
          try {
            clusterRegistry(value, { source: new PlainSource("data", null), path: [] });
          } catch (error) {
            expect(error).toBeInstanceOf(InputError);
          }
        }
      }),
    );
  });
});

describe("labels", () => {
  it("below KubeVela's own prefix are left out, with a warning", () => {
    const { registry, warnings } = read(
      "clusters: [{name: c1, labels: {a: b, cluster.core.oam.dev/control-plane: 'true'}}]",
    );
    expect(registry.clusters[1]?.labels).toEqual({ a: "b" });
    expect(warnings.map(formatFinding)).toEqual([
      'c.yaml:1:74: warning: clusters[0].labels["cluster.core.oam.dev/control-plane"]: the label "cluster.core.oam.dev/control-plane" is ignored, because cluster.core.oam.dev is reserved (use a label of another name)',
    ]);
  });

  it("tell the hub from all others", () => {
    const labels = { a: "b", "cluster.core.oam.dev/control-plane": "true", "cluster.core.oam.dev/other": "x" };
    expect(effectiveLabels({ name: "c1", labels })).toEqual({ a: "b", "cluster.core.oam.dev/control-plane": "false" });
    expect(effectiveLabels({ name: "local", labels })).toEqual({ "cluster.core.oam.dev/control-plane": "true" });
  });
});
