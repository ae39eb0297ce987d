import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ClusterClient } from "./support/cluster";
import { application, deploy, only, settings, slow, topology, web } from "./support/documents";
import { changes } from "./support/events";
import { FaultyProxy } from "./support/faulty-proxy";
import { flotilla, startFlotilla } from "./support/flotilla";
import { CONFIG_MAP, DEPLOYMENT, fingerprint } from "./support/objects";
import { succeeded } from "./support/outcome";
import { freeze, startAgain, stop } from "./support/run";
import { Stack } from "./support/stack";
import { until } from "./support/until";
import { untilWatched } from "./support/waiting";

const c1 = new ClusterClient("c1");
const c2 = new ClusterClient("c2");

/** A stack that reaches c1 directly and c2 through a proxy. */
async function behind(proxy: FaultyProxy): Promise<Stack> {
  const stack = await Stack.create("network");
  const kubeconfigFile = stack.file("proxied");
  writeFileSync(kubeconfigFile, proxy.kubeconfig());
  const clusters = [c1.entry(), c2.entry({ kubeconfigFile })];
  return stack.configure({ clusters, order: "perCluster", timeoutSeconds: 60 });
}

const names = async (cluster: ClusterClient, namespace: string) => Object.keys(await fingerprint(cluster, namespace));

describe("a cluster behind a bad network", () => {
  const proxy = new FaultyProxy("c2");
  let stack: Stack;

  beforeAll(async () => {
    await proxy.start();
    stack = await behind(proxy);
  });
  afterAll(() => proxy.stop());

  it("that cuts the answer to a change off, has the change once, and the next update knows of it", async () => {
    const namespace = "cut";
    stack.write(application({ namespace, components: [settings("a"), settings("b")], policies: [both] }));
    proxy.faults = { cutAnswerOf: (method, path) => method !== "GET" && path.includes("/configmaps/a") };
    const { code, output } = await stack.up("--continue-on-error");
    const before = await fingerprint(c2, namespace);
    expect(Object.keys(before)).toContain("ConfigMap/a");
    expect(await names(c1, namespace)).toEqual(["ConfigMap/a", "ConfigMap/b"]);
    if (code !== 0) expect(output).toMatch(/c2\/cut\/ConfigMap\/a.*\n *error: /);
    expect(proxy.cut).toBe(1);
    const { steps } = await succeeded(stack.up());
    expect(changes(steps).filter((change) => /\bc1\b/.test(change))).toEqual([]);
    expect((await fingerprint(c2, namespace))["ConfigMap/a"]).toBe(before["ConfigMap/a"]);
    await succeeded(stack.preview("--expect-no-changes"));
    await succeeded(stack.destroy());
    expect([await names(c1, namespace), await names(c2, namespace)]).toEqual([[], []]);
  });

  it("with half a second of delay and every 20th request lost, gets everything in a few updates", async () => {
    const namespace = "lossy";
    const parts = [web("web"), ...["a", "b", "c"].map((name) => settings(name))];
    stack.write(application({ namespace, components: parts, policies: [both] }));
    proxy.faults = { delay: 500, loseOneOf: 20 };
    const first = await stack.up("--continue-on-error");
    expect(await names(c1, namespace)).toHaveLength(parts.length);
    const uids = await fingerprint(c2, namespace);
    for (let { code } = first, attempt = 1; code !== 0; attempt += 1) {
      expect(attempt, "updates that failed").toBeLessThan(5);
      ({ code } = await stack.up("--continue-on-error"));
    }
    const now = await fingerprint(c2, namespace);
    expect(Object.keys(now)).toHaveLength(parts.length);
    for (const [name, text] of Object.entries(uids)) expect(JSON.parse(now[name] ?? "").uid).toBe(JSON.parse(text).uid);
    proxy.faults = {};
    await succeeded(stack.preview("--expect-no-changes"));
    await succeeded(stack.destroy());
  });
});

const both = topology("both", ["c1", "c2"]);

describe.each([
  { fault: "is killed", happens: stop },
  { fault: "hangs", happens: freeze },
])("an API server that $fault in the middle of a step", ({ fault, happens }) => {
  const namespace = fault.replace(" ", "-");
  const c3 = new ClusterClient("c3");
  const web3 = { ...DEPLOYMENT, namespace, name: "slow" };
  let stack: Stack;

  beforeAll(async () => {
    stack = (await Stack.create("server")).configure({
      clusters: [c1.entry(), c3.entry()],
      order: "perCluster",
      timeoutSeconds: 15,
    });
    stack.write(
      application({
        namespace,
        components: [slow("slow", 5), settings("last")],
        policies: [topology("all", ["c1", "c3"]), only("slow"), only("last")],
        steps: [deploy("first", "only-slow", "all"), deploy("second", "only-last", "all")],
      }),
    );
  });
  afterAll(async () => {
    await stop("c3");
    await startAgain("c3");
  });

  it("fails there and nowhere else, and the next update completes the rest", async () => {
    const running = stack.up("--continue-on-error");
    await untilWatched(stack, `c3/${namespace}/Deployment/slow`);
    const { uid } = (await c3.expect(web3)).metadata;
    await happens("c3");
    const { code, output } = await running;
    expect(code, output).not.toBe(0);
    expect(output).toMatch(new RegExp(`c3/${namespace}/Deployment/slow.*\\n *error: `));
    expect(output).not.toMatch(/\/c1\/.*\n *error: /);
    expect(await c1.get({ ...CONFIG_MAP, namespace, name: "last" })).toBeDefined();
    await stop("c3");
    await startAgain("c3");
    const { steps } = await succeeded(stack.up());
    expect(changes(steps).filter((change) => /\bc1\b/.test(change))).toEqual([]);
    expect((await c3.expect(web3)).metadata.uid).toBe(uid);
    expect(await names(c3, namespace)).toEqual(["ConfigMap/last", "Deployment/slow"]);
    await succeeded(stack.preview("--expect-no-changes"));
    await succeeded(stack.destroy());
  });
});

describe("an API server that goes away at the moment at which the engine begins to wait", () => {
  const namespace = "moment";
  const c3 = new ClusterClient("c3");
  const web3 = { ...DEPLOYMENT, namespace, name: "slow" };

  afterAll(() => startAgain("c3"));

  it("is waited for until it answers again or somebody gives up, and the next update completes the rest", async () => {
    const stack = (await Stack.create("moment")).configure({ clusters: [c3.entry()], timeoutSeconds: 15 });
    stack.write(application({ namespace, components: [slow("slow", 5)], policies: [topology("c3", ["c3"])] }));
    const running = startFlotilla(stack, ["up", "--yes", "--skip-preview"]);
    await until("c3 has the Deployment", () => c3.get(web3));
    const { uid } = (await c3.expect(web3)).metadata;
    await stop("c3");
    expect(await running.interrupt(), running.output).toBe(130);
    await startAgain("c3");
    const { code, stdout, stderr } = await flotilla(stack, ["up", "--yes", "--skip-preview"]);
    expect(code, stdout + stderr).toBe(0);
    expect((await c3.expect(web3)).metadata.uid).toBe(uid);
    await succeeded(stack.preview("--refresh", "--expect-no-changes"));
    await succeeded(stack.destroy());
  });
});
