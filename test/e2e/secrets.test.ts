import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { ClusterClient } from "./support/cluster";
import { application, raw, settings, topology } from "./support/documents";
import { filesIn } from "./support/files";
import { fingerprint } from "./support/objects";
import { succeeded } from "./support/outcome";
import { Stack } from "./support/stack";

const namespace = "secrets";
const c1 = new ClusterClient("c1");

/** Long enough that no part of it turns up by chance. */
const planted = (name: string) => `planted-${name}-4f1c9a7be02d`;
const base64 = (text: string) => Buffer.from(text).toString("base64");

const metadata = (name: string) => ({ apiVersion: "v1", kind: "Secret", metadata: { name } });

/** Secret values on every way that documents have for them. */
function documents(version: string) {
  const web = {
    name: "web",
    type: "webservice",
    properties: { image: "registry.example/web:1" },
    traits: [
      {
        type: "storage",
        properties: {
          secret: [{ name: "mounted", mountPath: "/s", stringData: { a: planted(`storage-${version}`) } }],
        },
      },
    ],
  };
  const text = raw({ ...metadata("text"), stringData: { a: planted(`text-${version}`) } });
  const data = raw({ ...metadata("data"), data: { a: base64(planted(`data-${version}`)) } });
  const inList = {
    name: "listed",
    type: "k8s-objects",
    properties: { objects: [{ ...metadata("listed"), stringData: { a: planted(`listed-${version}`) } }] },
  };
  const components = [web, text, data, inList, settings("config")];
  return application({ namespace, components, policies: [topology("one", ["c1"])] });
}

describe("secrets", () => {
  const names = ["storage", "text", "data", "listed"];
  const values = ["one", "two"].flatMap((version) => names.map((name) => planted(`${name}-${version}`)));
  const kubeconfig = readFileSync(c1.kubeconfigFile, "utf8");
  const { users } = parse(kubeconfig) as { users: [{ user: { "client-key-data": string } }] };
  const key = users[0].user["client-key-data"];
  /** Every form in which a planted value could show. */
  const forbidden = [
    ...values,
    ...values.map(base64),
    key.slice(60, 120),
    Buffer.from(key, "base64").toString().slice(40, 80),
  ];

  let stack: Stack;
  /** Everything that people and files get to see, by where. */
  const seen: Record<string, string> = {};
  let delivered: string[];
  const see = (where: string, texts: { output: string; log: string }) => {
    seen[`${where}: output`] = texts.output;
    seen[`${where}: events`] = texts.log;
  };

  beforeAll(async () => {
    stack = (await Stack.create("secrets")).configure({ clusters: [{ name: "c1" }] }).write(documents("one"));
    await stack.setSecret("clusters[0].kubeconfig", kubeconfig);
    see("first preview", await succeeded(stack.preview("--diff")));
    see("create", await succeeded(stack.up("--diff")));
    seen["state after create"] = await stack.export();
    stack.write(documents("two"));
    see("preview of an update as JSON", await succeeded(stack.preview("--json", "--diff")));
    see("preview of an update", await succeeded(stack.preview("--diff")));
    see("update", await succeeded(stack.up("--diff", "--show-full-output")));
    delivered = Object.values(await fingerprint(c1, namespace));
    seen["state after update"] = await stack.export();
    see("update as JSON", await succeeded(stack.up("--json")));
    see("update with debug messages", await succeeded(stack.up("--debug")));
    see("broken Secret", await stack.write(brokenSecret()).up("--diff"));
    see("destroy", await succeeded(stack.destroy("--diff")));
  });

  it("reach the cluster", () => {
    for (const name of names) expect(delivered.join()).toContain(base64(planted(`${name}-two`)));
  });

  it("are in no output, no event, no state and no log", () => {
    for (const [where, text] of Object.entries(seen)) {
      expect(text.length, where).toBeGreaterThan(0);
      for (const value of forbidden) expect(text.includes(value), `${value} in ${where}`).toBe(false);
    }
  });

  it("are in no file of the stack but the documents", () => {
    for (const [file, text] of filesIn(stack.dir)) {
      if (file.endsWith("app.yaml")) continue;
      for (const value of forbidden) expect(text.includes(value), `${value} in ${file}`).toBe(false);
    }
  });

  /** A Secret that the cluster refuses. */
  function brokenSecret() {
    const broken = raw({ ...metadata("text"), data: { a: `${planted("text-two")}!` } });
    return application({ namespace, components: [broken], policies: [topology("one", ["c1"])] });
  }
});
