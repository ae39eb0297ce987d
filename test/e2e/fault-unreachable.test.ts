import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ApplicationStatus } from "../../cli/status/types";
import type { Report } from "../../report/types";
import { ClusterClient } from "./support/cluster";
import { application, deploy, only, settings, topology, web } from "./support/documents";
import { changes } from "./support/events";
import { flotilla } from "./support/flotilla";
import { CONFIG_MAP, DEPLOYMENT, fingerprint } from "./support/objects";
import { succeeded } from "./support/outcome";
import { freeze, startAgain, stop } from "./support/run";
import { Stack } from "./support/stack";

const namespace = "unreachable";
const c1 = new ClusterClient("c1");
const c3 = new ClusterClient("c3");

/** `web` and then ConfigMaps, everywhere; with `image` only in c1. */
function documents(maps: string[], image = "registry.example/web:1") {
  return application({
    namespace,
    components: [web("web"), ...maps.map((name) => settings(name))],
    policies: [
      topology("in-c1", ["c1"]),
      topology("in-c3", ["c3"]),
      topology("both", ["c3", "c1"]),
      { name: "image", type: "override", properties: { components: [{ name: "web", properties: { image } }] } },
      only("web"),
      only(...maps),
    ],
    steps: [
      deploy("first-c3", "only-web", "in-c3"),
      deploy("first-c1", "only-web", "image", "in-c1"),
      deploy("second", `only-${maps.join("-")}`, "both"),
    ],
  });
}

describe("a cluster that does not answer and may be skipped", () => {
  let stack: Stack;

  const skipped = async (): Promise<unknown[]> =>
    JSON.parse((await stack.command("stack", "output", "skipped", "--json")).stdout);
  const configure = (more = {}) =>
    stack.configure({ clusters: [c1.entry(), c3.entry({ unreachable: "skip" })], timeoutSeconds: 20, ...more });
  const inC3 = (changed: string[]) => changed.filter((change) => /\bc3\b/.test(change));

  beforeAll(async () => {
    stack = await Stack.create("unreachable");
    configure().write(documents(["a", "b"]));
    await stop("c3");
  });
  afterAll(async () => {
    await stop("c3");
    await startAgain("c3");
  });

  it("does not keep the others from anything, and is told about", async () => {
    const preview = await succeeded(stack.preview());
    expect(preview.output).toMatch(/warning: cluster "c3" is skipped because it does not answer \(.*ECONNREFUSED/);
    const { output, steps } = await succeeded(stack.up());
    expect(output).toMatch(/warning: cluster "c3" is skipped because it does not answer/);
    expect(inC3(changes(steps))).toEqual([]);
    expect(Object.keys(await fingerprint(c1, namespace))).toEqual(["ConfigMap/a", "ConfigMap/b", "Deployment/web"]);
    expect(await skipped()).toMatchObject([{ cluster: "c3", applications: ["unreachable/app"] }]);
  });

  it("gets everything with the first update that it answers", async () => {
    await startAgain("c3");
    const { output, steps } = await succeeded(stack.up());
    expect(output).not.toContain("skipped because");
    expect(changes(steps).filter((change) => !/\bc3\b/.test(change))).toEqual([]);
    expect(Object.keys(await fingerprint(c3, namespace))).toEqual(["ConfigMap/a", "ConfigMap/b", "Deployment/web"]);
    expect(await skipped()).toEqual([]);
    await succeeded(stack.preview("--expect-no-changes"));
  });

  it("keeps what a failed update has left there, whatever the next version says", async () => {
    const failed = await stack.write(documents(["a", "c"], "registry.invalid/web:1")).up();
    expect(failed.code, failed.output).not.toBe(0);
    const partly = await stack.write(documents(["a", "c"])).up("--target", "**c3/unreachable/ConfigMap/c");
    expect(partly.code, partly.output).toBe(0);
    const before = await fingerprint(c3, namespace);
    expect(Object.keys(before)).toContain("ConfigMap/c");
    await stop("c3");
    const { steps } = await succeeded(stack.write(documents(["d"], "registry.example/web:2")).up());
    expect(inC3(changes(steps))).toEqual([]);
    expect(Object.keys(await fingerprint(c1, namespace))).toEqual(["ConfigMap/d", "Deployment/web"]);
    await startAgain("c3");
    expect(await fingerprint(c3, namespace)).toEqual(before);
    await stop("c3");
  });

  it("is shown as skipped, not as unchanged", async () => {
    const shown = async (output: string) => (await flotilla(stack, ["diff", "--output", output])).stdout;
    const { skipped: cluster, clusters } = JSON.parse(await shown("json")) as Report;
    expect(cluster).toMatchObject([{ cluster: "c3", reason: expect.stringContaining("ECONNREFUSED") }]);
    expect(clusters).toMatchObject([
      { name: "c1", state: "stays" },
      { name: "c3", state: "skipped" },
    ]);
    expect(await shown("terminal")).toMatch(/^Skipped because unreachable\n {2}c3 {2}does not answer since /m);
    const status = await flotilla(stack, ["status", "--output", "json"]);
    const [found] = JSON.parse(status.stdout) as ApplicationStatus[];
    expect(found).toMatchObject({ status: "unknown", skipped: [{ cluster: "c3" }], silent: [{ cluster: "c3" }] });
  });

  it("keeps everything also when it is dropped from the topologies, or the Application goes", async () => {
    const other = application({
      name: "other",
      namespace,
      components: [settings("x")],
      policies: [topology("c1", ["c1"])],
    });
    const { steps } = await succeeded(stack.write(other).up());
    expect(inC3(changes(steps))).toEqual([]);
    expect(await fingerprint(c1, namespace)).toMatchObject({ "ConfigMap/x": expect.any(String) });
  });

  it("is the same when it accepts connections and says nothing", async () => {
    await startAgain("c3");
    await freeze("c3");
    const { output, steps } = await succeeded(stack.write(documents(["a"])).up());
    expect(output).toContain("does not answer (no answer within 5 s)");
    expect(inC3(changes(steps))).toEqual([]);
    await stop("c3");
  });

  it("ends up as all others once it answers", async () => {
    await startAgain("c3");
    await succeeded(stack.up());
    expect(Object.keys(await fingerprint(c3, namespace))).toEqual(["ConfigMap/a", "Deployment/web"]);
    await succeeded(stack.preview("--expect-no-changes"));
  });

  it("fails the update where nobody has said that it may be skipped", async () => {
    stack.configure({ clusters: [c1.entry({ unreachable: "skip" }), c3.entry()], timeoutSeconds: 20 });
    await stop("c3");
    const { code, output } = await stack.write(documents(["a", "b"])).up("--continue-on-error");
    expect(code, output).not.toBe(0);
    expect(output).toMatch(/c3.*\n *error: .*unreachable/);
    await startAgain("c3");
    await succeeded(stack.up());
    await succeeded(stack.destroy());
    expect(await c3.get({ ...DEPLOYMENT, namespace, name: "web" })).toBeUndefined();
    expect(await c1.get({ ...CONFIG_MAP, namespace, name: "a" })).toBeUndefined();
  });
});

describe("a cluster that is gone for good", () => {
  const namespace = "gone";
  const documents = (...clusters: string[]) =>
    application({ namespace, components: [settings("a")], policies: [topology("where", clusters)] });
  let stack: Stack;

  beforeAll(async () => {
    stack = (await Stack.create("gone")).configure({ clusters: [c1.entry(), c3.entry()] });
    await succeeded(stack.write(documents("c1", "c3")).up());
    await stop("c3");
  });
  afterAll(() => startAgain("c3"));

  it("is not detached while something is delivered to it, unless one says so", async () => {
    expect((await flotilla(stack, ["cluster", "detach", "c3"])).code).not.toBe(0);
    const { code, stderr } = await flotilla(stack, ["cluster", "detach", "c3", "--force"]);
    expect(code, stderr).toBe(0);
  });

  it("is forgotten by the update that is told to, and by no other", async () => {
    const { code, output } = await stack.write(documents("c1")).up();
    expect(code, output).not.toBe(0);
    expect(output).toContain("PULUMI_K8S_DELETE_UNREACHABLE");
    stack.environment.PULUMI_K8S_DELETE_UNREACHABLE = "true";
    await succeeded(stack.up());
    delete stack.environment.PULUMI_K8S_DELETE_UNREACHABLE;
    await succeeded(stack.up());
    await succeeded(stack.preview("--expect-no-changes"));
    expect(await stack.export()).not.toMatch(/::c3\b/);
    expect(await c1.get({ ...CONFIG_MAP, namespace, name: "a" })).toBeDefined();
  });
});
