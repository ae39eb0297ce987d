import { describe, expect, it } from "vitest";
import { readKubeconfig } from "../../components/kubeconfigs";
import { parseSettings } from "../../components/settings";
import { parseDocuments } from "../../model/documents";
import { type Finding, InputError } from "../../model/findings";
import { isObject, type Json } from "../../model/json";
import { checkKubeconfig } from "../../model/kubeconfig";
import { stackClusters } from "../../model/registry";
import { planDeliveries } from "../../plan/deliveries";
import type { Found } from "../../workloads/references";
import { cluster, registry } from "../support/plan";

const SECRET = "planted-9d41c07b62ef";
const BASE64 = Buffer.from(SECRET).toString("base64");

const KUBECONFIG: Json = {
  apiVersion: "v1",
  kind: "Config",
  "current-context": "a",
  contexts: [{ name: "a", context: { cluster: "c", user: "u" } }],
  clusters: [{ name: "c", cluster: { server: "https://c.example" } }],
  users: [{ name: "u", user: { token: SECRET, password: SECRET, "client-key-data": BASE64 } }],
};

const CLUSTERS: Json = [
  { name: "c1", kubeconfig: JSON.stringify(KUBECONFIG), labels: { a: "b" } },
  { name: "c2", kubeconfig: SECRET, previousNames: ["old"] },
];

const secret = (name: string): Json => ({
  ...{ apiVersion: "v1", kind: "Secret", type: "Opaque", metadata: { name } },
  ...{ data: { password: BASE64, username: BASE64 }, stringData: { more: SECRET } },
});

const APPLICATION: Json = {
  ...{ apiVersion: "core.oam.dev/v1beta1", kind: "Application", metadata: { name: "shop", namespace: "demo" } },
  spec: {
    components: [
      {
        name: "web",
        type: "webservice",
        properties: { image: "nginx", env: [{ name: "A", value: SECRET }] },
        traits: [
          { type: "storage", properties: { secret: [{ name: "s", mountPath: "/s", stringData: { a: SECRET } }] } },
          { type: "env", properties: { env: { B: SECRET } } },
          { type: "json-merge-patch", properties: { spec: { template: { spec: { hostname: "h" } } } } },
        ],
      },
      { name: "objects", type: "k8s-objects", properties: { objects: [secret("written")] } },
      { name: "chart", type: "helm", properties: { chart: "c", url: "https://c.example", secretRef: "login" } },
    ],
    policies: [
      { name: "t", type: "topology", properties: { clusters: ["c1"] } },
      {
        name: "o",
        type: "override",
        properties: { components: [{ name: "web", properties: { env: [{ name: "A", value: SECRET }] } }] },
      },
    ],
  },
};

/** Copies of a value with the thing at each place missing, of another kind, or inside something else. */
function* spoiled(value: Json): Generator<Json> {
  yield* [null, 7, [], {}, [value], { inner: value }];
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) for (const bad of spoiled(item)) yield value.with(index, bad);
  } else if (isObject(value)) {
    for (const [key, item] of Object.entries(value)) {
      const { [key]: _, ...rest } = value;
      yield rest;
      for (const bad of spoiled(item)) yield { ...value, [key]: bad };
    }
  }
}

/** Everything that is said about an input, refused or not. */
function said(run: () => readonly Finding[] | undefined): string {
  try {
    return JSON.stringify(run() ?? []);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return `${error.message}${error.stack}${JSON.stringify(error.findings)}`;
  }
}

/** Runs something with every spoiled copy; how many of them were told about. */
function check(value: Json, run: (copy: Json) => readonly Finding[] | undefined): number {
  const answers = [...spoiled(value)].map((copy) => said(() => run(copy)));
  for (const answer of answers) {
    expect(answer).not.toContain(SECRET);
    expect(answer).not.toContain(BASE64);
  }
  return answers.filter((answer) => answer.length > 2).length;
}

/** The Secret of a chart's repository, wherever it is asked for. */
const references = { get: (): Found => ({ objects: [secret("login") as unknown as Found["objects"][number]] }) };

describe("secrets in what is refused are told nowhere", () => {
  it("in documents and their plans", () => {
    const refused = check(APPLICATION, (copy) => {
      const texts = [copy, secret("login")].map((one, index) => ({
        file: `f${index}.json`,
        text: JSON.stringify(one),
      }));
      const { documents, warnings } = parseDocuments(texts);
      const options = { order: "barrier", createNamespaces: true } as const;
      const planned = planDeliveries(documents, registry(cluster("c1")), options, { references });
      return [...warnings, ...planned.flatMap(({ plan }) => plan.warnings)];
    });
    expect(refused).toBeGreaterThan(200);
  });

  it("in objects beside Applications", () => {
    const refused = check(secret("s"), (copy) => {
      return parseDocuments([{ file: "f.json", text: JSON.stringify(copy) }]).warnings;
    });
    expect(refused).toBeGreaterThan(10);
  });

  it("in the configuration of clusters", () => {
    expect(check(CLUSTERS, (copy) => stackClusters(copy).warnings)).toBeGreaterThan(20);
    const config = { "alicloud:secretKey": SECRET, "alicloud:accessKey": SECRET };
    const refused = check(CLUSTERS, (copy) => {
      return parseSettings({ ...config, "flotilla:clusters": JSON.stringify(copy) }).warnings;
    });
    expect(refused).toBeGreaterThan(20);
  });

  it("in kubeconfigs, whatever is wrong with them", () => {
    const text = JSON.stringify(KUBECONFIG, null, 1);
    const cut = Array.from({ length: text.length }, (_, at) => [text.slice(0, at), text.slice(at)]).flat();
    const copies = [...spoiled(KUBECONFIG)].map((copy) => JSON.stringify(copy));
    const answers = [...cut, ...copies].flatMap((kubeconfig) => {
      const read = readKubeconfig({ kubeconfig });
      return [JSON.stringify(checkKubeconfig(kubeconfig)), read.ok ? "" : JSON.stringify(read)];
    });
    expect(answers.filter((answer) => answer.includes('"ok":false')).length).toBeGreaterThan(100);
    expect(answers.filter((answer) => answer.includes(SECRET) || answer.includes(BASE64))).toEqual([]);
  });
});
