import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { PROJECT_ROOT } from "../../tools/paths";
import { ClusterClient } from "./support/cluster";
import { application, deploy, only, settings, slow, topology } from "./support/documents";
import { changes } from "./support/events";
import { FaultyProxy } from "./support/faulty-proxy";
import { flotilla } from "./support/flotilla";
import { CONFIG_MAP, DEPLOYMENT, fingerprint } from "./support/objects";
import { succeeded } from "./support/outcome";
import { Stack } from "./support/stack";
import { until } from "./support/until";

const c1 = new ClusterClient("c1");
const c2 = new ClusterClient("c2");
const c3 = new ClusterClient("c3");

const names = async (cluster: ClusterClient, namespace: string) => Object.keys(await fingerprint(cluster, namespace));

/** Runs a command of flotilla that has to succeed. */
async function command(stack: Stack, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await flotilla(stack, args);
  expect(code, stdout + stderr).toBe(0);
  return stdout + stderr;
}

describe("credentials that end in the middle of an update", () => {
  const namespace = "revoked";
  const account = { apiVersion: "v1", kind: "ServiceAccount", namespace: "default", name: "deliverer" };
  /** Longer than an API server remembers that it has let a token in, in seconds. */
  const FORGOTTEN = 13;
  const web2 = { ...DEPLOYMENT, namespace, name: "slow" };
  let stack: Stack;
  let token: string;

  beforeAll(async () => {
    const { apiVersion, kind, namespace: home, name } = account;
    await c2.create({ apiVersion, kind, metadata: { name, namespace: home } });
    await c2.create({
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRoleBinding",
      metadata: { name },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cluster-admin" },
      subjects: [{ kind, name, namespace: home }],
    });
    stack = await Stack.create("revoked");
    const kubeconfigFile = stack.file("token");
    const kubeconfig = await c2.kubeconfigFor("default", name);
    token = (parse(kubeconfig) as { users: [{ user: { token: string } }] }).users[0].user.token;
    writeFileSync(kubeconfigFile, kubeconfig);
    stack.configure({ clusters: [c1.entry(), c2.entry({ kubeconfigFile })], order: "perCluster" }).write(
      application({
        namespace,
        components: [slow("slow", FORGOTTEN), settings("last")],
        policies: [topology("all", ["c1", "c2"]), only("slow"), only("last")],
        steps: [deploy("first", "only-slow", "all"), deploy("second", "only-last", "all")],
      }),
    );
  });

  it("fail it there, with the cluster and the object, and without what was secret", async () => {
    const running = stack.up("--continue-on-error");
    await until("c2 has the Deployment", () => c2.get(web2));
    await c2.remove(account);
    const { code, output, log } = await running;
    expect(code, output).not.toBe(0);
    expect(output).toMatch(/c2\/revoked\/\w+\/\w+.*\n *error: /);
    expect(output).toMatch(/Unauthorized|logged in/);
    expect(output + log).not.toContain(token);
    expect(await names(c1, namespace)).toEqual(["ConfigMap/last", "Deployment/slow"]);
    expect(await names(c2, namespace)).toEqual(["Deployment/slow"]);
  });

  it("are told about by the next preview, with the command that gives new ones", async () => {
    const { output } = await stack.preview();
    expect(output).toContain('warning: cluster "c2" does not let this stack in (answered 401');
    expect(output).toContain("npx flotilla cluster rotate c2 <kubeconfig>");
    expect(output).not.toContain(token);
  });

  it("are replaced by the command, and nothing else is", async () => {
    const { uid } = (await c2.expect(web2)).metadata;
    await command(stack, "cluster", "rotate", "c2", c2.kubeconfigFile);
    const { steps } = await succeeded(stack.up());
    expect(changes(steps).filter((change) => /^(delete|replace)|\bc1\b/.test(change))).toEqual([]);
    expect((await c2.expect(web2)).metadata.uid).toBe(uid);
    expect(await names(c2, namespace)).toEqual(["ConfigMap/last", "Deployment/slow"]);
    await succeeded(stack.destroy());
  });
});

describe("a certificate that cannot be right", () => {
  const namespace = "certificates";
  const future = new FaultyProxy("c2", { cert: "future-cert.pem", key: "future-key.pem" });
  let stack: Stack;

  beforeAll(async () => {
    await future.start();
    stack = await Stack.create("certificates");
    stack.write(application({ namespace, components: [settings("a")], policies: [topology("c2", ["c2"])] }));
  });
  afterAll(() => future.stop());

  const asks = async (kubeconfig: string) => {
    const kubeconfigFile = stack.file("kubeconfig");
    writeFileSync(kubeconfigFile, kubeconfig);
    stack.configure({ clusters: [c2.entry({ kubeconfigFile })], timeoutSeconds: 20 });
    return { preview: await stack.preview(), up: await stack.up() };
  };

  it("because it is not valid yet, makes one look at clocks", async () => {
    const { preview, up } = await asks(future.kubeconfig());
    expect(preview.output).toMatch(/cluster "c2" does not let this stack in \(certificate is not yet valid\).*clocks/);
    expect(up.code, up.output).not.toBe(0);
    expect(up.output).toMatch(/certificates\/app\/c2\/certificates.*\n *error: .*certificate/);
  });

  it("because its authority is another one, makes one take a new kubeconfig, which heals", async () => {
    const config = parse(readFileSync(c2.kubeconfigFile, "utf8"));
    const other = readFileSync(join(PROJECT_ROOT, "test/support/tls/cert.pem")).toString("base64");
    config.clusters[0].cluster["certificate-authority-data"] = other;
    const { preview, up } = await asks(stringify(config));
    expect(preview.output).toMatch(
      /cluster "c2" does not let this stack in \(.*certificate.*\).*npx flotilla cluster rotate c2/,
    );
    expect(up.code, up.output).not.toBe(0);
    expect(await c2.get({ ...CONFIG_MAP, namespace, name: "a" })).toBeUndefined();
    await command(stack, "cluster", "rotate", "c2", c2.kubeconfigFile);
    await succeeded(stack.up());
    await c2.expect({ ...CONFIG_MAP, namespace, name: "a" });
    await succeeded(stack.destroy());
  });
});

describe("another cluster under the same name", () => {
  const namespace = "replaced";
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.create("replaced");
    stack
      .configure({ clusters: [c1.entry(), c2.entry({ name: "west" })] })
      .write(application({ namespace, components: [settings("a")], policies: [topology("all", ["c1", "west"])] }));
    await succeeded(stack.up());
    stack.configure({ clusters: [c1.entry(), c3.entry({ name: "west" })] });
  });

  it("is refused, in a preview too, and nothing is changed", async () => {
    for (const { code, output, steps } of [await stack.preview(), await stack.up(), await stack.up("--refresh")]) {
      expect(code, output).not.toBe(0);
      expect(output).toMatch(/flotilla:clusters\[1\].*cluster "west" is another one than before/);
      expect(output).toContain("npx flotilla cluster accept west");
      expect(changes(steps).filter((change) => !change.startsWith("refresh"))).toEqual([]);
    }
    expect(await names(c3, namespace)).toEqual([]);
  });

  it("is not accepted where it is none", async () => {
    const { code, stderr } = await flotilla(stack, ["cluster", "accept", "c1"]);
    expect(code).not.toBe(0);
    expect(stderr).toContain('cluster "c1" is the same one as before');
  });

  it("is accepted by a command, gets everything anew, and the others notice nothing", async () => {
    const before = await fingerprint(c1, namespace);
    expect(await command(stack, "cluster", "accept", "west")).toContain("objects of the former one are forgotten");
    await succeeded(stack.up());
    expect(await names(c3, namespace)).toEqual(["ConfigMap/a"]);
    expect(await fingerprint(c1, namespace)).toEqual(before);
    await succeeded(stack.preview("--expect-no-changes"));
    expect(await names(c2, namespace), "the former one was not touched").toEqual(["ConfigMap/a"]);
    await succeeded(stack.destroy());
  });
});
