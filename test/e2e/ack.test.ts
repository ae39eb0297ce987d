import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { JsonObject } from "../../model/json";
import { PROJECT_ROOT } from "../../tools/paths";
import { Account } from "./support/account";
import { changes } from "./support/events";
import { filesIn } from "./support/files";
import { available, DEPLOYMENT } from "./support/objects";
import { succeeded } from "./support/outcome";
import type { Outcome, Settings, Stack } from "./support/stack";

const EXAMPLE = join(PROJECT_ROOT, "examples/ack-from-nothing");
const SERVICE = { apiVersion: "v1", kind: "Service" };
/** The provider gets a new credential of the same cluster. */
const RENEWED = { op: "update", type: "pulumi:providers:kubernetes", name: "poc-01" };
const NOTHING = { vpc: 0, vswitch: 0, nodePool: 0, cluster: 0 };
const EVERYTHING = { vpc: 1, vswitch: 2, nodePool: 1, cluster: 1 };

/** The example's configuration, with documents from another folder, and with other settings of its cluster. */
function configuration(documents: string, ack: JsonObject = {}): Settings {
  const { config } = parse(readFileSync(join(EXAMPLE, "stack/Pulumi.poc.yaml"), "utf8")) as { config: JsonObject };
  const entries = Object.entries(config).map(([key, value]) => [key.replace("flotilla:", ""), value]);
  const settings = Object.fromEntries(entries) as Settings;
  const [cluster] = settings.clusters;
  return {
    ...settings,
    application: documents,
    clusters: [{ ...cluster, ack: { ...(cluster?.ack as JsonObject), ...ack } }],
  };
}

describe("an ACK cluster from nothing", () => {
  let account: Account;
  let stack: Stack;
  let documents: string;
  /** Everything that people get to see, by what they did. */
  const seen: Record<string, string> = {};

  const see = async (what: string, running: Promise<Outcome>): Promise<Outcome> => {
    const outcome = await running;
    seen[`${what}: output`] = outcome.output;
    seen[`${what}: events`] = outcome.log;
    return outcome;
  };

  /** What a run that succeeds changes. */
  const changed = async (what: string, running: Promise<Outcome>): Promise<string[]> =>
    changes((await succeeded(see(what, running))).steps);

  beforeAll(async () => {
    ({ account, stack } = await Account.withStack("ack"));
    documents = stack.file("documents");
    cpSync(EXAMPLE, documents, { recursive: true, filter: (path) => !path.endsWith("stack") });
    stack.configure(configuration(documents));
  });

  it("is in the first preview, with everything in it", async () => {
    const created = await changed("first preview", stack.preview("--diff"));
    expect(created).toEqual(
      expect.arrayContaining([
        "create cn-beijing",
        "create poc-01",
        "create poc-01-cn-beijing-h",
        "create poc-01-cn-beijing-i",
        "create poc-01-default",
        "create poc-01/Namespace/demo",
        "create poc-01/default/Deployment/podinfo-server",
        "create poc-01/default/Service/podinfo-server",
        "create poc-01/demo/Deployment/podinfo-server",
        "create poc-01/demo/Service/podinfo-server",
      ]),
    );
    expect(account.count()).toEqual(NOTHING);
  });

  it("is refused with credentials that are wrong, and creates nothing", async () => {
    account.rotate({ withToken: true });
    account.expire();
    const { code, output } = await see("expired", stack.up());
    expect(code, output).not.toBe(0);
    expect(output).toContain("InvalidSecurityToken.Expired");
    expect(account.count()).toEqual(NOTHING);
    account.rotate();
  });

  it("is created, registered and delivered to in one run", async () => {
    await changed("create", stack.up());
    expect(account.count()).toEqual(EVERYTHING);
    const cluster = account.client();
    for (const namespace of ["default", "demo"]) {
      const name = "podinfo-server";
      const deployment = await cluster.expect({ ...DEPLOYMENT, namespace, name });
      expect(available(deployment, "stefanprodan/podinfo:4.0.6")).toBe(true);
      expect(await cluster.expect({ ...SERVICE, namespace, name })).toMatchObject({ spec: { type: "LoadBalancer" } });
    }
    const outputs = await stack.command("stack", "output", "--json");
    expect(JSON.parse(outputs.stdout)).toMatchObject({
      clusters: [{ name: "poc-01", labels: { purpose: "test" } }],
    });
  });

  it("is as it should be afterwards: while its credentials are good, there is nothing to do", async () => {
    expect(await changed("second preview", stack.preview("--diff", "--expect-no-changes"))).toEqual([]);
    expect(await changed("second run", stack.up())).toEqual([]);
    expect(await changed("refresh", stack.preview("--refresh", "--run-program", "--expect-no-changes"))).toEqual([]);
  });

  it("only gets new credentials when the ones it has are worth nothing", async () => {
    await account.expireKubeconfigs();
    const preview = await succeeded(see("preview with worthless credentials", stack.preview("--diff")));
    expect(preview.steps.filter(({ op }) => op !== "same")).toMatchObject([RENEWED]);
    expect(preview.output).toContain("~ kubeconfig (hidden)");
  });

  it("is not touched when the access key is another one", async () => {
    account.rotate({ withToken: true });
    expect(await changed("rotation", stack.up())).toEqual(["update cn-beijing", "update poc-01"]);
    account.rotate();
    expect(await changed("rotation back", stack.up())).toEqual(["update cn-beijing"]);
    expect(account.count()).toEqual(EVERYTHING);
  });

  it("gets another image, and nothing else, also when the credentials of the last run are worthless", async () => {
    await account.expireKubeconfigs();
    for (const file of ["env-binding.yaml", "topology.yaml"]) {
      const text = readFileSync(join(documents, file), "utf8");
      writeFileSync(join(documents, file), text.replace("podinfo:4.0.6", "podinfo:4.0.7"));
    }
    const updated = await changed("another image", stack.up());
    expect(updated.filter((change) => change.includes("/"))).toEqual([
      "update poc-01/default/Deployment/podinfo-server",
      "update poc-01/demo/Deployment/podinfo-server",
    ]);
    const deployment = { ...DEPLOYMENT, namespace: "default", name: "podinfo-server" };
    expect(available(await account.client().expect(deployment), "podinfo:4.0.7")).toBe(true);
  });

  it("is not replaced", async () => {
    stack.configure(configuration(documents, { podNetwork: { podCidr: "172.24.0.0/16" } }));
    const { code, output } = await see("replacement", stack.preview());
    expect(code, output).not.toBe(0);
    expect(output).toContain("podCidr");
    expect((await see("replacement run", stack.up())).code).not.toBe(0);
    expect(account.count()).toEqual(EVERYTHING);
    stack.configure(configuration(documents));
  });

  it("is deleted only when its protection is switched off, and then leaves nothing", async () => {
    const refused = await see("refused destroy", stack.destroy());
    expect(refused.code, refused.output).not.toBe(0);
    expect(account.count()).toEqual(EVERYTHING);
    stack.configure(configuration(documents, { deletionProtection: false }));
    await changed("protection off", stack.up());
    await account.expireKubeconfigs();
    seen.state = await stack.export();
    await changed("destroy", stack.destroy());
    expect(account.count()).toEqual(NOTHING);
  });

  it("shows no credentials to anybody", () => {
    const secrets = account.secrets();
    expect(secrets.length).toBeGreaterThan(12);
    for (const secret of secrets) {
      for (const [where, text] of Object.entries(seen)) expect(text.includes(secret), where).toBe(false);
      for (const [file, text] of filesIn(stack.dir)) {
        if (!file.startsWith(stack.file("cloud"))) expect(text.includes(secret), file).toBe(false);
      }
    }
  });
});
