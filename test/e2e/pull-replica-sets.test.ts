import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ApplicationStatus } from "../../cli/status/types";
import type { JsonObject } from "../../model/json";
import { ClusterClient } from "./support/cluster";
import { application, settings, slow, topology } from "./support/documents";
import { changes } from "./support/events";
import { flotilla } from "./support/flotilla";
import { available, DEPLOYMENT } from "./support/objects";
import { Agents, MANIFEST_WORK, type OcmProcess, REPLICA_SET, startHub, startRollouts } from "./support/ocm";
import { succeeded } from "./support/outcome";
import { Stack } from "./support/stack";

const NAMES = ["c1", "c2", "c3"] as const;
const hub = new ClusterClient("local");
const members = NAMES.map((name) => new ClusterClient(name));
const agents = members.map((member) => new Agents(member));
const namespace = "shared";
const fleet = "fleet";
const clusters = [hub.entry(), ...members.map((member) => member.entry({ registration: "ocm", delivery: "pull" }))];
const klusterlet = { leaseDurationSeconds: 1, statusSyncSeconds: 1 };
const configured = { clusters, klusterlet, replicaSets: fleet };

/** A Deployment that takes its time, in clusters by policy; `own` is the policy of clusters that have more of it. */
function documents(image: string, policies: Record<string, string[]>, rollout: JsonObject = {}) {
  const more = {
    name: "more",
    type: "override",
    properties: { components: [{ name: "web", properties: { metadata: { annotations: { own: "yes" } } } }] },
  };
  return application({
    namespace,
    components: [slow("web", 2, image)],
    policies: [...Object.entries(policies).map(([name, names]) => topology(name, names)), more],
    steps: Object.keys(policies).map((name) => ({
      ...{ name, type: "deploy" },
      properties: { policies: [name, ...(name === "own" ? ["more"] : [])], ...(name === "own" ? {} : rollout) },
    })),
  });
}

const image = (version: string) => `registry.example/web:${version}`;
const oneByOne = { maxConcurrency: 1 };
const deployment = (member: ClusterClient) => member.expect({ ...DEPLOYMENT, namespace, name: "web" });
const deployments = () => Promise.all(members.map(deployment));
const uids = async () => (await deployments()).map(({ metadata }) => metadata.uid);
/** Names of the ManifestWorks of each cluster. */
const works = async () =>
  Promise.all(NAMES.map(async (name) => (await hub.list(MANIFEST_WORK, name)).map(({ metadata }) => metadata.name)));
const sets = async () => (await hub.list(REPLICA_SET, fleet)).map(({ metadata }) => metadata.name);

let controllers: OcmProcess[] = [];
let stack: Stack;

beforeAll(async () => {
  controllers = [await startHub(hub), ...(await startRollouts(hub))];
  stack = (await Stack.create("replica-sets")).configure(configured);
});
afterAll(async () => {
  await Promise.all(agents.map((one) => one.stopAll()));
  await Promise.all(controllers.map((one) => one.stop()));
});

describe("what several clusters pull alike", () => {
  it("is rolled out by the hub, one cluster after the other", async () => {
    const running = stack.write(documents(image("1"), { all: [...NAMES] }, oneByOne)).up();
    await Promise.all(agents.map((one) => one.start("registration")));
    await Promise.all(agents.map((one) => one.start("work")));
    await succeeded(running);
    const all = await deployments();
    expect(all.map((one) => available(one, ":1"))).toEqual([true, true, true]);
    const healthy = all.map(({ status }) => status?.conditions?.find(({ type }) => type === "Available"));
    const times = healthy.map((condition) => condition?.lastTransitionTime ?? "");
    expect(times).not.toContain("");
    for (const [index, one] of all.entries()) {
      const before = times[index - 1];
      if (before !== undefined) expect(one.metadata.creationTimestamp >= before, NAMES[index]).toBe(true);
    }
    const [set] = await sets();
    expect(await works()).toEqual([[set], [set], [set]]);
  });

  it("has nothing to do in the next run", async () => {
    expect(changes((await succeeded(stack.preview())).steps)).toEqual([]);
  });

  it("is updated with two resources however many clusters there are, and the run waits for the new version in all", async () => {
    const { steps } = await succeeded(stack.write(documents(image("2"), { all: [...NAMES] }, oneByOne)).up());
    const name = `${namespace}/app/${namespace}/ManifestWorkReplicaSet/web-set-1`;
    expect(changes(steps)).toEqual([`update ${name}`, `update ${name}`]);
    expect((await deployments()).map((one) => available(one, ":2"))).toEqual([true, true, true]);
  });

  it("is shown for each cluster", async () => {
    const { stdout } = await flotilla(stack, ["status", "--output", "json"]);
    const [{ services }] = JSON.parse(stdout) as [ApplicationStatus];
    expect(services.map(({ cluster, name, health }) => [cluster, name, health])).toEqual(
      NAMES.map((name) => [name, "web", "healthy"]),
    );
  });

  it("stops at the first cluster that does not become healthy", async () => {
    const bad = documents("registry.invalid/web:1", { all: [...NAMES] }, oneByOne);
    const { code, output } = await stack
      .configure({ ...configured, timeoutSeconds: 10 })
      .write(bad)
      .up();
    expect(code).not.toBe(0);
    expect(output).toMatch(/step "all" stops.*cluster "c1" is not healthy: .*Deployment "web".*not begun: c2, c3/s);
    const untouched = (await deployments()).slice(1);
    expect(untouched.map((one) => available(one, ":2"))).toEqual([true, true]);
    await succeeded(
      stack
        .configure(configured)
        .write(documents(image("2"), { all: [...NAMES] }, oneByOne))
        .up(),
    );
  });

  it("stays where it is when one cluster gets it otherwise, which has its own ManifestWork then", async () => {
    const before = await uids();
    await succeeded(stack.write(documents(image("2"), { all: ["c1", "c2"], own: ["c3"] })).up());
    const [set] = await sets();
    const [first, second, third] = await works();
    expect([first, second]).toEqual([[set], [set]]);
    expect(third).toHaveLength(1);
    expect(third).not.toEqual([set]);
    expect((await deployment(members[2] as ClusterClient)).metadata.annotations?.own).toBe("yes");
    expect(await uids()).toEqual(before);
  });

  it("takes the cluster back without deleting anything in it", async () => {
    const before = await uids();
    await succeeded(stack.write(documents(image("3"), { all: [...NAMES] })).up());
    expect((await deployments()).map((one) => available(one, ":3"))).toEqual([true, true, true]);
    expect(await uids()).toEqual(before);
    const [set] = await sets();
    expect(await works()).toEqual([[set], [set], [set]]);
  });

  it("goes from a cluster that is taken out, and only from there", async () => {
    const [first, second] = await uids();
    await succeeded(stack.write(documents(image("4"), { all: ["c1", "c2"] })).up());
    const [c1, c2, c3] = await Promise.all(
      members.map((member) => member.get({ ...DEPLOYMENT, namespace, name: "web" })),
    );
    expect([c1, c2].map((one) => one !== undefined && available(one, ":4"))).toEqual([true, true]);
    expect([c1?.metadata.uid, c2?.metadata.uid]).toEqual([first, second]);
    expect(c3).toBeUndefined();
  });

  it("becomes ManifestWorks again, and stays, when it is not shared any more", async () => {
    const before = await uidsOf(["c1", "c2"]);
    await succeeded(stack.configure({ ...configured, replicaSets: "" }).up());
    expect(await sets()).toEqual([]);
    expect(await uidsOf(["c1", "c2"])).toEqual(before);
    await succeeded(stack.configure(configured).up());
    expect(await uidsOf(["c1", "c2"])).toEqual(before);
  });

  it("goes from everywhere when it is dropped", async () => {
    const other = application({
      namespace,
      components: [settings("other")],
      policies: [topology("all", ["c1", "c2"])],
    });
    await succeeded(stack.write(other).up());
    const left = members.slice(0, 2).map((member) => member.get({ ...DEPLOYMENT, namespace, name: "web" }));
    expect(await Promise.all(left)).toEqual([undefined, undefined]);
    await succeeded(stack.destroy());
    expect(await sets()).toEqual([]);
    expect(await works()).toEqual([[], [], []]);
  });
});

async function uidsOf(names: readonly string[]): Promise<string[]> {
  const own = members.filter(({ name }) => names.includes(name));
  return (await Promise.all(own.map(deployment))).map(({ metadata }) => metadata.uid);
}
