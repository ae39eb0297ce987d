import { readFileSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import type { JsonObject } from "../../model/json";
import { ClusterClient } from "./support/cluster";
import { application, deploy, only, settings, topology, web } from "./support/documents";
import { changes } from "./support/events";
import { fingerprint } from "./support/objects";
import { succeeded } from "./support/outcome";
import { Stack } from "./support/stack";

const c1 = new ClusterClient("c1");
const c2 = new ClusterClient("c2");

const anywhere = { name: "fleet", type: "topology", properties: { clusterLabelSelector: { fleet: "main" } } };
const labels = { fleet: "main" };

describe.each(["barrier", "perCluster"])("a cluster under another name, with order %s", (order) => {
  const namespace = `renames-${order.toLowerCase()}`;
  const configuration = (...clusters: JsonObject[]) => ({ order, clusters });
  const unchanged = c2.entry({ labels });
  let stack: Stack;
  let before: Record<string, string>;

  beforeAll(async () => {
    stack = await Stack.create("renames");
    stack.configure(configuration(c1.entry({ name: "old", labels }), unchanged)).write(
      application({
        namespace,
        components: [web("web"), settings("config")],
        policies: [anywhere, only("web"), only("config")],
        steps: [deploy("first", "only-web", "fleet"), deploy("second", "only-config", "fleet")],
      }),
    );
    await succeeded(stack.up());
    before = await fingerprint(c1, namespace);
    expect(Object.keys(before)).toEqual(["ConfigMap/config", "Deployment/web"]);
  });

  it("is refused while it does not tell the old one", async () => {
    const { code, output, steps } = await stack
      .configure(configuration(c1.entry({ name: "new", labels }), unchanged))
      .up();
    expect(code, output).not.toBe(0);
    expect(output).toMatch(/"new".*"old"/);
    expect(output).toContain("previousNames");
    expect(changes(steps)).toEqual([]);
    expect(await fingerprint(c1, namespace)).toEqual(before);
  });

  it("keeps everything when it tells the old one", async () => {
    const renamed = c1.entry({ name: "new", labels, previousNames: ["old"] });
    const { steps } = await succeeded(stack.configure(configuration(renamed, unchanged)).up());
    const objects = ["ConfigMap/config", "Deployment/web"];
    expect(changes(steps), "the label with its name").toEqual(objects.map((name) => `update new/${namespace}/${name}`));
    const withFormerLabel = mapValues(await fingerprint(c1, namespace), (text) =>
      text.replace('"app.oam.dev/cluster":"new"', '"app.oam.dev/cluster":"old"'),
    );
    expect(withFormerLabel).toEqual(before);
    await succeeded(stack.preview("--expect-no-changes"));
  });
});

describe("a cluster's credentials", () => {
  const namespace = "credentials";

  it("can change without anything being replaced, and are then used", async () => {
    const documents = (level: string) =>
      application({ namespace, components: [settings("config", { level })], policies: [topology("one", ["c1"])] });
    const stack = (await Stack.create("credentials")).configure({ clusters: [c1.entry()] }).write(documents("info"));
    await succeeded(stack.up());
    const before = await fingerprint(c1, namespace);

    const kubeconfigFile = stack.file("other-user");
    writeFileSync(kubeconfigFile, asOtherUser(c1.kubeconfigFile));
    stack.configure({ clusters: [c1.entry({ kubeconfigFile })] });
    expect(changes((await succeeded(stack.up())).steps)).toEqual(["update c1"]);
    expect(await fingerprint(c1, namespace)).toEqual(before);

    expect(changes((await succeeded(stack.write(documents("debug")).up())).steps)).toEqual([
      "update c1/credentials/ConfigMap/config",
    ]);
  });
});

describe("a cluster that is dropped", () => {
  const namespace = "dropped";

  it("from topology and configuration at once, loses its objects and nothing else changes", async () => {
    const documents = (clusters: string[]) =>
      application({ namespace, components: [settings("config")], policies: [topology("fleet", clusters)] });
    const stack = (await Stack.create("dropped")).configure({ clusters: [c1.entry(), c2.entry()] });
    await succeeded(stack.write(documents(["c1", "c2"])).up());
    const before = await fingerprint(c1, namespace);

    const { steps } = await succeeded(
      stack
        .configure({ clusters: [c1.entry()] })
        .write(documents(["c1"]))
        .up(),
    );
    expect(changes(steps).filter((change) => !/^delete .*\bc2\b/.test(change))).toEqual([]);
    expect(await fingerprint(c1, namespace)).toEqual(before);
    expect(await fingerprint(c2, namespace)).toEqual({});
    expect(await c2.namespace(namespace)).toMatchObject({ status: { phase: "Active" } });
  });
});

function mapValues(record: Record<string, string>, change: (value: string) => string): Record<string, string> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

/** A kubeconfig of the same cluster with other names for its context and user. */
function asOtherUser(file: string): string {
  const config = parse(readFileSync(file, "utf8")) as {
    users: [{ name: string }];
    contexts: [{ name: string; context: { user: string } }];
    "current-context": string;
  };
  config.users[0].name = "somebody-else";
  config.contexts[0].context.user = "somebody-else";
  config.contexts[0].name = "another-context";
  config["current-context"] = "another-context";
  return stringify(config);
}
