import { execFileSync } from "node:child_process";
import { cpSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PROJECT_ROOT } from "../../tools/paths";
import { ClusterClient } from "./support/cluster";
import { application, deploy, only, settings, slow, topology } from "./support/documents";
import { changes } from "./support/events";
import { flotilla, startFlotilla } from "./support/flotilla";
import { available, DEPLOYMENT, fingerprint } from "./support/objects";
import { succeeded } from "./support/outcome";
import { SmallDisk } from "./support/small-disk";
import { Stack } from "./support/stack";
import { until } from "./support/until";

const c1 = new ClusterClient("c1");
const c2 = new ClusterClient("c2");

/** How long a Deployment takes to become ready, in seconds: time enough for a disk to be filled. */
const SHORT = 4;
/** The same, with time enough for a second run to begin also on a slow machine. */
const LONG = 20;

/** A Deployment that takes its time everywhere, and then ConfigMaps. */
function documents(clusters: string[], namespace: string, seconds: number, version: string, ...last: string[]) {
  return application({
    namespace,
    components: [
      slow("slow", seconds, `registry.example/slow:${version}`),
      ...last.map((name) => settings(name, { version })),
    ],
    policies: [topology("all", clusters), only("slow"), only(...last)],
    steps: [deploy("first", "only-slow", "all"), deploy("second", `only-${last.join("-")}`, "all")],
  });
}

/** A stack that delivers into one namespace of some clusters. */
class Delivery {
  private constructor(
    readonly stack: Stack,
    private readonly namespace: string,
    private readonly seconds: number,
    private readonly clusters: readonly ClusterClient[],
  ) {}

  static async create(namespace: string, seconds: number, ...clusters: ClusterClient[]): Promise<Delivery> {
    const stack = await Stack.create(namespace);
    stack.configure({ clusters: clusters.map((cluster) => cluster.entry()) });
    return new Delivery(stack, namespace, seconds, clusters);
  }

  wants(version: string, ...last: string[]): void {
    const clusters = this.clusters.map(({ name }) => name);
    this.stack.write(documents(clusters, this.namespace, this.seconds, version, ...last));
  }

  /** Waits until all clusters have the Deployment of a version, which is not ready yet. */
  async begins(version: string): Promise<void> {
    await until(`version ${version} is delivered`, async () => {
      const found = await Promise.all(this.clusters.map((cluster) => cluster.get(this.deployment)));
      return found.every((one) => JSON.stringify(one?.spec ?? "").includes(`slow:${version}"`)) || undefined;
    });
  }

  /** Waits until the Deployments of a version are ready. */
  async ends(version: string): Promise<void> {
    await until(`version ${version} is ready`, async () => {
      const found = await Promise.all(this.clusters.map((cluster) => cluster.expect(this.deployment)));
      return found.every((one) => available(one, `slow:${version}`)) || undefined;
    });
  }

  async uids(): Promise<string[]> {
    const found = await Promise.all(this.clusters.map((cluster) => cluster.expect(this.deployment)));
    return found.map(({ metadata }) => metadata.uid);
  }

  /** Everything is in the clusters and nothing else, the Deployments are these, and the stack knows of each object once. */
  async isWhole(uids: string[], version: string, ...last: string[]): Promise<void> {
    const wanted = [...last.map((name) => `ConfigMap/${name}`), "Deployment/slow"];
    for (const cluster of this.clusters)
      expect(Object.keys(await fingerprint(cluster, this.namespace))).toEqual(wanted);
    expect(await this.uids()).toEqual(uids);
    await this.begins(version);
    expect(changes((await succeeded(this.stack.preview("--refresh"))).steps)).toEqual([]);
    const { resources } = JSON.parse(await this.stack.export()).deployment as { resources: { urn: string }[] };
    const urns = resources.map(({ urn }) => urn);
    expect(urns).toEqual([...new Set(urns)]);
  }

  private get deployment() {
    return { ...DEPLOYMENT, namespace: this.namespace, name: "slow" };
  }
}

const FLOTILLA_UP = ["up", "--yes", "--skip-preview"];

/** Puts the state back that the last run which could end has left, as docs/faults.md shows it. */
function restore(stack: Stack): void {
  const script = readFileSync(join(PROJECT_ROOT, "docs/faults.md"), "utf8");
  const [, commands] = /^```sh\n(cd .*?)```$/ms.exec(script) ?? [];
  if (commands === undefined) throw new Error("docs/faults.md does not show how to put a state back");
  const here = commands.replace(/^cd .*$/m, `cd ${stack.file("state")}/.pulumi`).replaceAll("prod", "e2e");
  execFileSync("bash", ["-euc", here]);
}

const NO_SPACE = "no space left on device";

// Each write of the state fails only after half a minute, so there are few. Whether the engine leaves an empty state, the one before or
// the one that it has meant to write depends on the moments at which there is no room.
describe.skipIf(!SmallDisk.isPossible())("a disk that is full when the state is to be written", () => {
  let delivery: Delivery;
  let stack: Stack;
  let disk: SmallDisk;
  let uids: string[];

  beforeAll(async () => {
    delivery = await Delivery.create("full-disk", SHORT, c1);
    stack = delivery.stack;
    const state = stack.file("state");
    disk = await SmallDisk.create(stack.file("disk"));
    cpSync(state, disk.path, { recursive: true });
    rmSync(state, { recursive: true });
    symlinkSync(disk.path, state);
    delivery.wants("1", "a");
    await succeeded(stack.up());
    uids = await delivery.uids();
  });
  afterAll(() => disk.end());

  it("is waited for a while, so that a short time without room is nothing", async () => {
    delivery.wants("2", "a");
    const running = stack.up();
    await delivery.begins("2");
    disk.fill();
    await delivery.ends("2");
    disk.clear();
    await succeeded(running);
    await delivery.isWhole(uids, "2", "a");
  });

  it("fails the update, and the next one goes on from the last state that could be written", async () => {
    delivery.wants("3", "a", "b");
    const running = stack.up();
    await delivery.begins("3");
    disk.fill();
    const { code, output } = await running;
    disk.clear();
    expect(code, output).not.toBe(0);
    expect(output).toContain(NO_SPACE);
    const next = await stack.up("--refresh");
    if (next.code !== 0) {
      expect(next.output).toContain("failed to load checkpoint");
      restore(stack);
      await succeeded(stack.up("--refresh"));
    }
    await delivery.isWhole(uids, "3", "a", "b");
  });

  it("may lose what flotilla up has delivered, which its next run finds", async () => {
    delivery.wants("4", "a", "c");
    const running = startFlotilla(stack, FLOTILLA_UP);
    await delivery.begins("4");
    disk.fill();
    const code = await running.ended();
    disk.clear();
    expect(code, running.output).not.toBe(0);
    expect(running.output).toContain(NO_SPACE);
    delivery.wants("5", "a", "d");
    const next = await flotilla(stack, FLOTILLA_UP);
    if (next.code !== 0) {
      expect(next.stderr).toContain("docs/faults.md");
      restore(stack);
      const { code: again, stdout, stderr } = await flotilla(stack, FLOTILLA_UP);
      expect(again, stdout + stderr).toBe(0);
      expect(stderr).toContain("Looking for what it has delivered");
    }
    await delivery.isWhole(uids, "5", "a", "d");
  });

  it("is told about before anything is changed when it is full at the beginning", async () => {
    const before = await fingerprint(c1, "full-disk");
    delivery.wants("6", "a");
    const quick = async () => {
      const { code, stdout, stderr } = await flotilla(stack, FLOTILLA_UP);
      return { code, output: stdout + stderr };
    };
    for (const run of [quick, () => stack.up()]) {
      disk.fill();
      const { code, output } = await run();
      disk.clear();
      expect(code, output).not.toBe(0);
      expect(output).toContain(NO_SPACE);
      expect(await fingerprint(c1, "full-disk")).toEqual(before);
      // Its lock has no content.
      await stack.unlock();
    }
    await succeeded(stack.up());
    await succeeded(stack.destroy());
  });
});

describe("two updates at once", () => {
  let delivery: Delivery;

  beforeAll(async () => {
    delivery = await Delivery.create("at-once", LONG, c1, c2);
  });

  it("are one: the second is refused, and the first completes", async () => {
    delivery.wants("1", "a");
    const first = delivery.stack.up();
    await delivery.begins("1");
    const { code, output } = await delivery.stack.up();
    expect(code, output).not.toBe(0);
    expect(output).toContain("the stack is currently locked by 1 lock");
    await succeeded(first);
    await delivery.isWhole(await delivery.uids(), "1", "a");
  });

  it("are one with flotilla up, too, which does not take the first for one that was cut off", async () => {
    const uids = await delivery.uids();
    delivery.wants("2", "a", "b");
    const first = startFlotilla(delivery.stack, FLOTILLA_UP);
    await delivery.begins("2");
    const { code, stdout, stderr } = await flotilla(delivery.stack, FLOTILLA_UP);
    expect(code, stdout + stderr).not.toBe(0);
    expect(stderr).toMatch(/another run of this stack goes on .*created by/);
    expect(stderr).not.toContain("Looking for what it has delivered");
    expect(await first.ended(), first.output).toBe(0);
    const again = await flotilla(delivery.stack, FLOTILLA_UP);
    expect(again.code, again.stdout + again.stderr).toBe(0);
    expect(again.stderr).not.toContain("Looking for what it has delivered");
    await delivery.isWhole(uids, "2", "a", "b");
    await succeeded(delivery.stack.destroy());
  });
});
