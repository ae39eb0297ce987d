import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ClusterClient, type ObjectRef } from "./support/cluster";
import { application, deploy, type Entry, only, override, settings, slow, topology, web } from "./support/documents";
import { CONFIG_MAP, DEPLOYMENT, fingerprint } from "./support/objects";
import { SplitFleet } from "./support/split-fleet";
import { until } from "./support/until";

const c1 = new ClusterClient("c1");
const c3 = new ClusterClient("c3");
const namespace = "split-cut-off";
const NEVER_READY = "registry.invalid/web:1";
const READY = "registry.example/web:1";

interface Parts {
  image?: string;
  /** What becomes ready no sooner in the last step than somebody kills its engine. Default: as in the first one. */
  last?: string;
  env?: string[];
  /** Names of further Deployments, which become ready no sooner than `web`. */
  more?: string[];
  /** Names of further ConfigMaps. */
  settings?: string[];
}

/** Everything first in c1, and then in c3: each is a part of the fleet. */
function documents({ image = READY, last = image, env = ["KEPT"], more = [], settings: names = [] }: Parts = {}) {
  const pods = { image, env: env.map((name) => ({ name, value: "1" })) };
  const all = ["web", ...more].map((name) => web(name, pods));
  const components = [...all, ...["kept", ...names].map((name) => settings(name))];
  return application({
    namespace,
    components,
    policies: [
      topology("one", ["c1"]),
      topology("other", ["c3"]),
      override("there", { name: "web", properties: { image: last } }),
    ],
    steps: [deploy("first", "one"), deploy("last", "other", "there")],
  });
}

/** What a cut-off run has left is deleted without waiting until the cluster has deleted its pods. */
function isGone(cluster: ClusterClient, object: ObjectRef): Promise<true> {
  return until(`${object.name} is gone`, async () => (await cluster.get(object)) === undefined || undefined);
}

describe("a fleet in several stacks, of which a run is cut off", () => {
  let fleet: SplitFleet;
  const object = (kind: typeof DEPLOYMENT, name: string) => ({ ...kind, namespace, name });
  const isThere = async (cluster: ClusterClient, ...names: string[]) => {
    const found = await Promise.all(names.map((name) => cluster.get(object(DEPLOYMENT, name))));
    return found.every((one) => JSON.stringify(one ?? "").includes(NEVER_READY)) || undefined;
  };
  const uids = async () => {
    const all = [c1, c3].map((cluster) => cluster.expect(object(DEPLOYMENT, "web")));
    return (await Promise.all(all)).map(({ metadata }) => metadata.uid);
  };
  /** What is wanted at first is there and nothing else, in both parts, and everybody knows it. */
  const isWhole = async () => {
    for (const cluster of [c1, c3]) {
      await isGone(cluster, object(DEPLOYMENT, "brief"));
      expect(Object.keys(await fingerprint(cluster, namespace)).sort()).toEqual(["ConfigMap/kept", "Deployment/web"]);
      const spec = JSON.stringify((await cluster.expect(object(DEPLOYMENT, "web"))).spec);
      expect(spec).toContain("KEPT");
      expect(spec).not.toMatch(/ADDED|registry\.invalid/);
    }
    await fleet.isSettled("a", "b");
  };

  beforeAll(async () => {
    fleet = await SplitFleet.create("fleet-cut-off", { a: c1, b: c3 });
  });

  it("finds what the very first run has left that was killed as a whole, and deletes what nobody wants of it", async () => {
    const running = fleet.begin(documents({ image: NEVER_READY, env: ["KEPT", "ADDED"], more: ["brief"] }));
    await until("the first step", () => isThere(c1, "web", "brief"));
    const { metadata } = await c1.expect(object(DEPLOYMENT, "web"));
    await running.kill();
    const told = await fleet.unlock("a");
    expect(told).toContain("Go on with npx flotilla fleet up in the stack e2e");
    const output = await fleet.up(documents());
    expect(output).toMatch(/last run of the stack "e2e-a" was cut off[\s\S]*2 objects are not in the state yet/);
    expect(output).not.toContain('last run of the stack "e2e-b"');
    expect((await uids())[0]).toBe(metadata.uid);
    await isWhole();
  });

  it("sets back what an engine was changing that was killed, and deletes what it was creating, whatever became of the others", async () => {
    const before = await uids();
    const running = fleet.begin(documents({ image: NEVER_READY, env: ["KEPT", "ADDED"], more: ["brief"] }));
    await until("the update of the first step", () => isThere(c1, "web", "brief"));
    await fleet.killEngine(running, "a");
    expect(await running.ended(), running.output).toBe(1);
    expect(running.output).toContain("failed: shard a; no later step was started");
    const refused = await fleet.run("up", "--yes");
    expect([refused.code, refused.output]).toEqual([
      1,
      expect.stringMatching(/another run of the stack "e2e-a" goes on [\s\S]*npx pulumi cancel --stack e2e-a/),
    ]);
    await fleet.unlock("a");
    expect(await fleet.up(documents())).toContain('last run of the stack "e2e-a" was cut off');
    expect(await uids()).toEqual(before);
    await isWhole();
  });

  it("does so in a later step, when somebody has pressed Ctrl-C", async () => {
    const before = await uids();
    const running = fleet.begin(documents({ last: NEVER_READY, env: ["KEPT", "ADDED"], settings: ["early"] }));
    await until("the last step", () => isThere(c3, "web"));
    expect(await running.interrupt(), running.output).toBe(130);
    expect(running.output).toContain("the next npx flotilla fleet up looks for it");
    const output = await fleet.up(documents());
    expect(output).toContain('last run of the stack "e2e-b" was cut off');
    expect(output).not.toContain('last run of the stack "e2e-a"');
    expect(await uids()).toEqual(before);
    await isWhole();
  });

  it("finds what a state does not have that had to be put back, and names the stack while it cannot be read", async () => {
    const before = await uids();
    const running = fleet.begin(documents({ last: NEVER_READY, env: ["KEPT", "ADDED"], settings: ["lost"] }));
    const lost = object(CONFIG_MAP, "lost");
    await until("the last step", async () => ((await c3.get(lost)) && (await isThere(c3, "web"))) || undefined);
    await fleet.killEngine(running, "b");
    expect(await running.ended(), running.output).toBe(1);
    await fleet.unlock("b");
    fleet.damage("b");
    const refused = await fleet.run("up", "--yes");
    expect([refused.code, refused.output]).toEqual([
      1,
      expect.stringMatching(/the stack "e2e-b"[\s\S]*docs\/faults\.md/),
    ]);
    fleet.restore("b");
    expect(await fleet.up(documents())).toContain('last run of the stack "e2e-b" was cut off');
    expect(await c3.get(lost)).toBeUndefined();
    expect(await uids()).toEqual(before);
    await isWhole();
  });

  it("says before everything is deleted that something would stay, and leaves nothing behind otherwise", async () => {
    const running = fleet.begin(documents({ image: NEVER_READY }));
    await until("the first step", () => isThere(c1, "web"));
    await running.kill();
    await fleet.unlock("a");
    const { code, output } = await fleet.run("destroy", "--yes");
    expect(code, output).toBe(0);
    expect(output).toContain('warning: the last run of the stack "e2e-a" was cut off');
    for (const cluster of [c1, c3]) expect(await fingerprint(cluster, namespace)).toEqual({});
  });
});

describe("a fleet in several stacks, of which a run is cut off while or after a step does something", () => {
  const namespace = "split-acting";
  /** How long the last step takes, in seconds: longer than it takes to kill an engine. */
  const SOAK = 15;
  let fleet: SplitFleet;
  /** What the step has asked for, in order. */
  const asked: string[] = [];
  /** Whether it is answered. */
  let answers = true;
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    if (answers) response.end("{}");
  });

  interface Telling {
    seconds?: number;
    /** Steps behind the first one. */
    more?: Entry[];
  }

  /** Somebody is told before the last step, in which something may take its time. */
  const telling = (version: string, { seconds = 0, more = [] }: Telling = {}) => {
    const url = { value: `http://127.0.0.1:${(server.address() as AddressInfo).port}/${version}` };
    return application({
      namespace,
      components: [settings("config", { version }), slow("web", seconds, `registry.example/web:${version}`)],
      policies: [topology("one", ["c1"]), topology("other", ["c3"]), only("config"), only("config", "web")],
      steps: [
        deploy("first", "one", "only-config"),
        ...more,
        { name: "tell", type: "webhook", properties: { url, data: {} } },
        deploy("last", "other", "only-config-web"),
      ],
    });
  };
  const versions = async () => {
    const all = [c1, c3].map((cluster) => cluster.get({ ...CONFIG_MAP, namespace, name: "config" }));
    return (await Promise.all(all)).map((one) => one?.data?.version);
  };

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    fleet = await SplitFleet.create("fleet-acting", { a: c1, b: c3 });
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it("does the step once more that was going on, before anything behind it", async () => {
    answers = false;
    const running = fleet.begin(telling("1"));
    await until("the step", async () => asked.length > 0 || undefined);
    await fleet.killEngine(running, "a");
    expect(await running.ended(), running.output).toBe(1);
    await fleet.unlock("a");
    expect(await versions()).toEqual(["1", undefined]);
    answers = true;
    await fleet.up(telling("1"));
    expect(asked).toEqual(["/1", "/1"]);
    expect(await versions()).toEqual(["1", "1"]);
    await fleet.isSettled("a", "b");
    expect(asked).toEqual(["/1", "/1"]);
  });

  it("does not do a step again that has ended before", async () => {
    asked.length = 0;
    const slowly = telling("2", { seconds: SOAK });
    const running = fleet.begin(slowly);
    await until("the last step", async () => (await versions())[1] === "2" || undefined);
    await fleet.killEngine(running, "b");
    expect(await running.ended(), running.output).toBe(1);
    await fleet.unlock("b");
    expect(await fleet.up(slowly)).toContain('last run of the stack "e2e-b" was cut off');
    expect(await versions()).toEqual(["2", "2"]);
    await fleet.isSettled("a", "b");
    expect(asked).toEqual(["/2"]);
  });

  it("deletes what a step was applying that nobody wants any more", async () => {
    asked.length = 0;
    const { properties: value } = slow("applied", 0, NEVER_READY);
    const outputs = [{ name: "ready", valueFrom: "output.value.status.readyReplicas" }];
    const apply = { name: "apply", type: "apply-object", properties: { value, cluster: "c1" }, outputs } as Entry;
    const running = fleet.begin(telling("3", { more: [apply] }));
    const applied = { ...DEPLOYMENT, namespace, name: "applied" };
    await until("the object", async () => (await c1.get(applied)) ?? undefined);
    await fleet.killEngine(running, "a");
    expect(await running.ended(), running.output).toBe(1);
    await fleet.unlock("a");
    expect(await fleet.up(telling("2"))).toMatch(
      /last run of the stack "e2e-a" was cut off[\s\S]*1 object is not in the state yet/,
    );
    await isGone(c1, applied);
    expect(await versions()).toEqual(["2", "2"]);
    await fleet.isSettled("a", "b");
    expect((await fleet.run("destroy", "--yes")).code).toBe(0);
    for (const cluster of [c1, c3]) expect(await fingerprint(cluster, namespace)).toEqual({});
  });
});
