import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ClusterClient } from "./support/cluster";
import { application, slow, topology } from "./support/documents";
import { changes } from "./support/events";
import { flotilla } from "./support/flotilla";
import { DEPLOYMENT, fingerprint } from "./support/objects";
import { succeeded } from "./support/outcome";
import { startAgain, stop } from "./support/run";
import { Stack } from "./support/stack";
import { untilWatched } from "./support/waiting";

const namespace = "fault-waves";
const c1 = new ClusterClient("c1");
const c2 = new ClusterClient("c2");
const c3 = new ClusterClient("c3");

/** One Deployment that takes its time, in one cluster after the other. */
const documents = application({
  namespace,
  components: [slow("web", 3)],
  policies: [topology("everywhere", ["c1", "c2", "c3"])],
  steps: [{ name: "roll-out", type: "deploy", properties: { policies: ["everywhere"], maxConcurrency: 1 } }],
});

const names = async (cluster: ClusterClient) => Object.keys(await fingerprint(cluster, namespace));
const uidOf = async (cluster: ClusterClient) =>
  (await cluster.expect({ ...DEPLOYMENT, namespace, name: "web" })).metadata.uid;

describe("a cluster that stops answering while its wave goes on", () => {
  let stack: Stack;
  let uid: string;

  const configure = (unreachable: "skip" | "fail") => {
    const clusters = [c1.entry(), c2.entry({ unreachable }), c3.entry()];
    return stack.configure({ clusters, timeoutSeconds: 15 });
  };
  beforeAll(async () => {
    stack = (await Stack.create("fault-waves")).write(documents);
  });
  afterAll(() => startAgain("c2"));

  it("fails the update, also where it may be skipped, and later waves do not begin", async () => {
    const running = configure("skip").up("--continue-on-error");
    await untilWatched(stack, `c2/${namespace}/Deployment/web`);
    uid = await uidOf(c2);
    await stop("c2");
    const { code, output } = await running;
    expect(code, output).not.toBe(0);
    expect(output).toMatch(/step "roll-out" of .*: it failed in c2; not started, and as they were before: c3/);
    expect(await names(c1)).toEqual(["Deployment/web"]);
    expect(await names(c3)).toEqual([]);
  });

  it("keeps later waves waiting for as long as it does not answer", async () => {
    const { code, output } = await configure("fail").up("--continue-on-error");
    expect(code, output).not.toBe(0);
    expect(output).toMatch(/cluster "c2" does not answer/);
    expect(await names(c3)).toEqual([]);
  });

  it("is waited for in vain by an engine alone, also where it may be skipped", async () => {
    const { code, output } = await configure("skip").up();
    expect(code, output).not.toBe(0);
    expect(output).toContain('cluster "c2" is skipped because it does not answer');
    expect(output).toMatch(/c2\/fault-waves\/Deployment\/web.*\n *error: configured Kubernetes cluster is unreachable/);
  });

  it("is left out of its wave where it may be skipped, and the next ones begin", async () => {
    const before = await fingerprint(c1, namespace);
    const { code, stdout, stderr } = await flotilla(stack, ["up", "--yes", "--skip-preview"]);
    expect(code, stdout + stderr).toBe(0);
    expect(stderr).toContain("1 object in c2 had not become ready; they are not waited for any more.");
    expect(await fingerprint(c1, namespace)).toEqual(before);
    expect(await names(c3)).toEqual(["Deployment/web"]);
    const again = await flotilla(stack, ["cluster", "unwait", "c2"]);
    expect(again.stdout + again.stderr).toBe("0 objects in c2 had not become ready; nothing was changed.\n");
  });

  it("gets with the next update what it has missed, and the others notice nothing", async () => {
    await startAgain("c2");
    const before = await uidOf(c3);
    const { steps } = await succeeded(stack.up());
    expect(changes(steps).filter((change) => /\bc[13]\//.test(change))).toEqual([]);
    expect([await uidOf(c2), await uidOf(c3)]).toEqual([uid, before]);
    await succeeded(stack.preview("--refresh", "--expect-no-changes"));
    await succeeded(stack.destroy());
    for (const cluster of [c1, c2, c3]) expect(await names(cluster)).toEqual([]);
  });
});
