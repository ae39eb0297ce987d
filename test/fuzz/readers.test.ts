import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseLabels } from "../../cli/cluster/labels";
import { parseSettings } from "../../components/settings";
import { parseDocuments } from "../../model/documents";
import type { Json } from "../../model/json";
import { knownClusters } from "../../model/known-clusters";
import { checkKubeconfig, contextOnly } from "../../model/kubeconfig";
import { readRegistry, stackClusters } from "../../model/registry";
import { parseFieldPath } from "../../policies/field-path";
import { parseManifests } from "../../sources/manifests";
import { DOCUMENTS } from "./support/documents";
import { accepted, LIMIT, runs } from "./support/runs";
import { anyValue, mutated } from "./support/values";

const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string(),
  anyValue.map((value) => JSON.stringify(value)),
);

/** The text of a valid document with characters put in, taken out and doubled. */
function damaged(documents: readonly Json[]): fc.Arbitrary<string> {
  const piece = fc.oneof(
    fc.string({ unit: "binary", maxLength: 3 }),
    fc.constantFrom("\n", "  ", "- ", ": ", "*a", "&a ", "<<: ", "\t", "\ufeff", "\0"),
  );
  const cut = fc.tuple(fc.nat(), fc.nat({ max: 10 }), piece);
  return fc
    .tuple(fc.constantFrom(...documents), fc.array(cut, { minLength: 1, maxLength: 4 }))
    .map(([document, cuts]) =>
      cuts.reduce(
        (before, [at, length, put]) => {
          const from = at % (before.length + 1);
          return before.slice(0, from) + put + before.slice(from + length);
        },
        JSON.stringify(document, null, 1),
      ),
    );
}

const KUBECONFIG: Json = {
  apiVersion: "v1",
  kind: "Config",
  "current-context": "a",
  contexts: [{ name: "a", context: { cluster: "c", user: "u" } }],
  clusters: [{ name: "c", cluster: { server: "https://c.example", "certificate-authority": "ca.pem" } }],
  users: [{ name: "u", user: { token: "t" } }],
};

const CLUSTERS: Json = {
  clusters: [
    { name: "c1", labels: { a: "b" }, kubernetesVersion: { major: 1, minor: 30 } },
    { name: "c2", kubeconfig: "x", previousNames: ["c0"] },
  ],
};

describe("whatever is in it, a text is read or refused with findings", () => {
  const reads: [string, fc.Arbitrary<string>, (text: string) => unknown][] = [
    ["documents", fc.oneof(text, damaged(DOCUMENTS)), (file) => parseDocuments([{ file: "f.yaml", text: file }])],
    ["a clusters file", fc.oneof(text, damaged([CLUSTERS])), (file) => readRegistry({ file: "c.yaml", text: file })],
    ["manifests", fc.oneof(text, damaged(DOCUMENTS)), (file) => parseManifests("m.yaml", file)],
    ["labels of a command", text, parseLabels],
    ["the path of a field", text, parseFieldPath],
  ];
  it.each(reads)(
    "%s",
    (_, texts, read) => {
      fc.assert(
        fc.property(texts, (content) => void accepted(() => read(content))),
        runs(300),
      );
    },
    LIMIT,
  );

  it(
    "a kubeconfig",
    () => {
      const texts = fc.oneof(
        text,
        damaged([KUBECONFIG]),
        mutated([KUBECONFIG]).map((value) => JSON.stringify(value)),
      );
      const context = fc.option(fc.constantFrom("a", "__proto__", "constructor", ""), { nil: undefined });
      fc.assert(
        fc.property(texts, context, (content, name) => {
          if (checkKubeconfig(content, name).ok)
            expect(() => JSON.parse(contextOnly(content, name, "/x"))).not.toThrow();
        }),
        runs(500),
      );
    },
    LIMIT,
  );
});

describe("whatever is in it, data is taken or refused with findings", () => {
  it(
    "documents",
    () => {
      const documents = mutated(DOCUMENTS);
      fc.assert(
        fc.property(documents, (document) => {
          void accepted(() => parseDocuments([{ file: "f.json", text: JSON.stringify(document) }]));
        }),
        runs(1000),
      );
    },
    LIMIT,
  );

  it(
    "the clusters of a stack, and of an earlier run",
    () => {
      fc.assert(
        fc.property(fc.oneof(anyValue, mutated([CLUSTERS])), (value) => {
          const list = (value as { clusters?: Json } | null)?.clusters ?? value;
          void accepted(() => stackClusters(list));
          knownClusters(list);
        }),
        runs(500),
      );
    },
    LIMIT,
  );

  it(
    "a stack's configuration",
    () => {
      const keys = fc.constantFrom(
        "application",
        "clusters",
        "order",
        "approvals",
        "revisions",
        "types",
        "timeoutSeconds",
        "__proto__",
        "constructor",
      );
      const entry = fc.tuple(
        keys.map((key) => `flotilla:${key}`),
        fc.oneof(
          text,
          anyValue.map((value) => JSON.stringify(value)),
        ),
      );
      fc.assert(
        fc.property(fc.array(entry, { maxLength: 4 }), (entries) => {
          void accepted(() => parseSettings(Object.fromEntries(entries)));
        }),
        runs(500),
      );
    },
    LIMIT,
  );
});
