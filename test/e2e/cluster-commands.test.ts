import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { ClusterClient } from "./support/cluster";
import { application, settings, web } from "./support/documents";
import { changes } from "./support/events";
import { flotilla } from "./support/flotilla";
import { DEPLOYMENT } from "./support/objects";
import { succeeded } from "./support/outcome";
import { startAgain, stop } from "./support/run";
import { Stack } from "./support/stack";

const [c1, c2, c3] = [new ClusterClient("c1"), new ClusterClient("c2"), new ClusterClient("c3")];
const fleet = { name: "fleet", type: "topology", properties: { clusterLabelSelector: { fleet: "main" } } };

let stack: Stack;

/** Runs a command that has to succeed, and returns its lines. */
async function lines(...args: string[]): Promise<string[]> {
  const { code, stdout, stderr } = await flotilla(stack, args);
  expect(code, stdout + stderr).toBe(0);
  return stdout.trimEnd().split("\n");
}

async function refused(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await flotilla(stack, args);
  expect(code, stdout).toBe(1);
  return stderr;
}

/** Cells of a table's rows, without its head. */
async function rows(...args: string[]): Promise<string[][]> {
  return (await lines(...args)).slice(1).map((line) => line.split(/ {2,}/));
}

const configuration = () => readFileSync(stack.file("config.yaml"), "utf8");

/** A kubeconfig of c1 whose certificates and key lie in files beside it, among contexts of others. */
function withFiles(): string {
  const config = parse(readFileSync(c1.kubeconfigFile, "utf8"));
  const { user } = config.users[0];
  for (const field of ["client-certificate", "client-key"]) {
    writeFileSync(stack.file(`${field}.pem`), Buffer.from(user[`${field}-data`], "base64"));
    user[field] = `${field}.pem`;
    delete user[`${field}-data`];
  }
  config.contexts.push({ name: "other", context: { cluster: "other", user: "other" } });
  config.clusters.push({ name: "other", cluster: { server: "https://other.example" } });
  config.users.push({ name: "other", user: { token: "planted" } });
  writeFileSync(stack.file("kubeconfig"), stringify(config));
  return stack.file("kubeconfig");
}

/** A kubeconfig of c1 at an address where nothing answers. */
function unreachable(): string {
  const config = parse(readFileSync(c1.kubeconfigFile, "utf8"));
  config.clusters[0].cluster.server = "https://127.0.0.1:1";
  writeFileSync(stack.file("unreachable"), stringify(config));
  return stack.file("unreachable");
}

/** A kubeconfig of c2 that logs in with a command, which writes down that it was asked. */
function withCommand(): string {
  const config = parse(readFileSync(c2.kubeconfigFile, "utf8"));
  const { user } = config.users[0];
  const plain = (field: string) => Buffer.from(user[field], "base64").toString();
  const status = {
    clientCertificateData: plain("client-certificate-data"),
    clientKeyData: plain("client-key-data"),
  };
  const apiVersion = "client.authentication.k8s.io/v1";
  writeFileSync(stack.file("credential"), JSON.stringify({ apiVersion, kind: "ExecCredential", status }));
  const script = `echo asked >> ${stack.file("asked")}; cat ${stack.file("credential")}`;
  config.users[0].user = { exec: { apiVersion, command: "sh", args: ["-c", script], interactiveMode: "Never" } };
  writeFileSync(stack.file("with-command"), stringify(config));
  return stack.file("with-command");
}

/** What is delivered wherever the label says. */
const documents = (namespace: string) =>
  application({ namespace, components: [web("web"), settings("config")], policies: [fleet] });

describe("flotilla cluster", () => {
  beforeAll(async () => {
    stack = (await Stack.create("commands")).configure({ clusters: [] }).write(documents("commands"));
  });

  it("joins clusters, and keeps of a kubeconfig one context, encrypted", async () => {
    expect(await lines("cluster", "join", withFiles(), "--name", "one", "--labels", "fleet=main,tier=1")).toEqual([
      expect.stringMatching(/^Successfully add cluster one, endpoint: https:\/\/127\.0\.0\.1:\d+\.$/),
    ]);
    await lines("cluster", "join", c2.kubeconfigFile, "--name", "two");
    await lines("cluster", "join", c3.kubeconfigFile, "--name", "three", "--create-namespace", "first");
    expect(configuration()).toContain("initialNamespaces: [first]");
    expect(configuration()).not.toMatch(/certificate-authority|client-key|planted|other\.example/);
    expect(configuration()).toContain("kubernetesVersion: v1.");
    const certificate = "X509Certificate";
    expect(await rows("cluster", "list")).toEqual([
      ["local", "Internal", "-", "true"],
      ["three", certificate, expect.stringContaining("https://"), "true"],
      ["two", certificate, expect.stringContaining("https://"), "true"],
      ["one", certificate, expect.stringContaining("https://"), "true", "fleet=main"],
      ["", "tier=1"],
    ]);
  });

  it("changes nothing when a cluster does not answer, or a name is taken", async () => {
    const before = configuration();
    expect(await refused("cluster", "join", unreachable(), "--name", "four")).toContain("does not answer");
    expect(await refused("cluster", "rotate", "one", unreachable())).toContain("does not answer");
    expect(await refused("cluster", "join", c2.kubeconfigFile, "--name", "two")).toContain("already exists");
    expect(await refused("cluster", "join", stack.file("kubeconfig"), "--context", "otter")).toContain('"other"');
    expect(configuration()).toBe(before);
  });

  it("says what each can be used for", async () => {
    expect(await rows("cluster", "probe", "two")).toEqual([
      ["two", "yes", expect.stringMatching(/^v1\.\d+/), expect.stringMatching(/^\d+ ms$/), "yes", "yes"],
    ]);
  });

  it("labels a cluster, and the next preview delivers to it", async () => {
    const planned = changes((await succeeded(stack.preview())).steps).join();
    expect(planned).toContain("one/commands/Deployment/web");
    expect(planned).not.toContain("two/commands");
    expect(await lines("cluster", "labels", "add", "two", "tier=true,fleet=main")).toEqual([
      "Successfully update labels for cluster two, type: X509Certificate.",
      "fleet=main",
      "tier=true",
    ]);
    expect(await lines("cluster", "labels", "del", "two", "tier")).toHaveLength(2);
    const { steps } = await succeeded(stack.up());
    expect(changes(steps)).toEqual(
      expect.arrayContaining(["create one/commands/Deployment/web", "create two/commands/Deployment/web"]),
    );
  });

  it("renames a cluster and gives it other credentials, and nothing in it is replaced", async () => {
    await lines("cluster", "rename", "two", "second");
    expect(await refused("cluster", "rename", "second", "two")).toContain("was called two before");
    await lines("cluster", "rotate", "second", c2.kubeconfigFile);
    await lines("cluster", "alias", "second", "The second");
    const done = changes((await succeeded(stack.up())).steps);
    expect(done.filter((change) => !change.startsWith("update "))).toEqual([]);
    expect((await rows("cluster", "list"))[2]?.slice(0, 2)).toEqual(["second", "The second"]);
  });

  it("keeps a command that logs in as a command, and runs it for previews, deliveries and status", async () => {
    await lines("cluster", "rotate", "second", withCommand());
    const asked = () => readFileSync(stack.file("asked"), "utf8").length;
    const before = asked();
    const rotated = changes((await succeeded(stack.up())).steps);
    expect(rotated.filter((change) => !change.startsWith("update "))).toEqual([]);
    await c2.remove({ ...DEPLOYMENT, namespace: "commands", name: "web" });
    const { steps } = await succeeded(stack.up("--refresh"));
    expect(changes(steps)).toContain("create second/commands/Deployment/web");
    const delivered = asked();
    expect(delivered).toBeGreaterThan(before);
    expect((await rows("cluster", "probe", "second"))[0]?.[1]).toBe("yes");
    expect(asked()).toBeGreaterThan(delivered);
    const where = ["--config-file", stack.file("config.yaml")];
    const { stdout: all } = await stack.command("config", "--json", "--show-secrets", ...where);
    const { status } = JSON.parse(readFileSync(stack.file("credential"), "utf8"));
    const key = Buffer.from(status.clientKeyData).toString("base64");
    expect([all.includes("client.authentication.k8s.io/v1"), all.includes(key)]).toEqual([true, false]);
  });

  it("detaches a cluster and lets what is in it run on, until it comes back", async () => {
    const { metadata } = await c2.expect({ ...DEPLOYMENT, namespace: "commands", name: "web" });
    const labels = ["--labels", "fleet=main"];
    expect((await lines("cluster", "detach", "second", "--keep-workloads"))[0]).toContain("objects stay in it");
    expect(changes((await succeeded(stack.up())).steps)).toEqual([]);
    expect(await stack.export()).not.toContain("::second");
    await lines("cluster", "join", c2.kubeconfigFile, "--name", "second", ...labels);
    await succeeded(stack.up());
    const after = await c2.expect({ ...DEPLOYMENT, namespace: "commands", name: "web" });
    expect(after.metadata.uid).toBe(metadata.uid);
  });

  it("detaches a cluster from the middle when nothing is delivered to it, or by force", async () => {
    expect(await refused("cluster", "detach", "second")).toContain("commands/app");
    expect(await lines("cluster", "detach", "three")).toEqual(["Detach cluster three successfully."]);
    await lines("cluster", "join", c3.kubeconfigFile, "--name", "third");
    const before = parse(configuration()).config["flotilla:clusters"];
    await lines("cluster", "detach", "second", "--force");
    expect(parse(configuration()).config["flotilla:clusters"]).toEqual([before[0], before[2]]);
    await lines("cluster", "join", c2.kubeconfigFile, "--name", "two", "--labels", "fleet=main");
  });
});

describe("flotilla status", () => {
  beforeAll(async () => {
    const labels = { fleet: "main" };
    stack = (await Stack.create("status")).configure({ clusters: [c1.entry({ labels }), c2.entry({ labels })] });
    stack.write(documents("status"));
    await succeeded(stack.up());
    await stop("c2");
  });
  afterAll(() => startAgain("c2"));

  it("shows what runs where, and which cluster does not answer", async () => {
    const text = (await lines("status", "app")).join("\n");
    expect(text).toContain(
      "  - Name: web\n    Cluster: c1  Namespace: status\n    Type: webservice\n    Healthy Ready:1/1",
    );
    expect(text).toMatch(/ {2}- Cluster: c2\n {4}No answer: .+\n {4}Delivered: .*Deployment\/web/);
    expect(text).toContain("phase: unknown");
  });

  it("of one cluster says nothing of the others", async () => {
    const [found] = JSON.parse((await lines("status", "--cluster", "c1", "--output", "json")).join("\n"));
    expect(found).toMatchObject({
      status: "running",
      steps: [{ phase: "succeeded" }],
      services: [
        { name: "web", cluster: "c1" },
        { name: "config", cluster: "c1" },
      ],
      silent: [],
    });
  });
});
