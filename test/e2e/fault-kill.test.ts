import { beforeAll, describe, expect, it } from "vitest";
import { ClusterClient } from "./support/cluster";
import { application, deploy, only, settings, slow, topology } from "./support/documents";
import { edit } from "./support/edit";
import { changes } from "./support/events";
import { CONFIG_MAP, DEPLOYMENT, fingerprint } from "./support/objects";
import { succeeded } from "./support/outcome";
import { Stack } from "./support/stack";
import { until } from "./support/until";

const namespace = "killed";
const c1 = new ClusterClient("c1");
const c2 = new ClusterClient("c2");

/** How long a Deployment takes to become ready, in seconds: time enough to be killed in. */
const SECONDS = 6;

/** A ConfigMap and a slow Deployment in c1, then the same in c2, then more ConfigMaps in both. */
function documents(version: string, ...last: string[]) {
  return application({
    namespace,
    components: [
      settings("first", { version }),
      slow("slow", SECONDS, `registry.example/slow:${version}`),
      ...last.map((name) => settings(name, { version })),
    ],
    policies: [
      topology("in-c1", ["c1"]),
      topology("in-c2", ["c2"]),
      topology("both", ["c1", "c2"]),
      only("first"),
      only("slow"),
      only(...last),
    ],
    steps: [
      deploy("c1-first", "only-first", "in-c1"),
      deploy("c1-slow", "only-slow", "in-c1"),
      deploy("c2-first", "only-first", "in-c2"),
      deploy("c2-slow", "only-slow", "in-c2"),
      deploy("last", `only-${last.join("-")}`, "both"),
    ],
  });
}

/** What the test looks at in a stack's state. */
interface State {
  resources: { urn: string }[];
}

describe("an update whose engine is killed with everything that it has started", () => {
  let stack: Stack;

  /** Waits until a cluster has the slow Deployment of a version, which is not ready yet. */
  const delivering = (cluster: ClusterClient, version: string) =>
    until(`${cluster.name} gets version ${version}`, async () => {
      const found = await cluster.get({ ...DEPLOYMENT, namespace, name: "slow" });
      return JSON.stringify(found?.spec ?? "").includes(`slow:${version}"`) ? found : undefined;
    });

  const names = async (cluster: ClusterClient) => Object.keys(await fingerprint(cluster, namespace));
  const uidOf = async (cluster: ClusterClient) =>
    (await cluster.expect({ ...DEPLOYMENT, namespace, name: "slow" })).metadata.uid;

  /** Everything is there once, in its version, in both clusters, and the stack knows of everything. */
  const whole = async (version: string, ...last: string[]): Promise<void> => {
    for (const cluster of [c1, c2]) {
      const maps = ["first", ...last].map((name) => `ConfigMap/${name}`);
      expect(await names(cluster)).toEqual([...maps.sort(), "Deployment/slow"]);
      for (const name of ["first", ...last]) {
        expect((await cluster.expect({ ...CONFIG_MAP, namespace, name })).data).toEqual({ version });
      }
    }
    await succeeded(stack.preview("--expect-no-changes"));
    const urns = (await state()).resources.map(({ urn }) => urn);
    expect(urns).toEqual([...new Set(urns)]);
  };

  const state = async (): Promise<State> => JSON.parse(await stack.export()).deployment;

  beforeAll(async () => {
    stack = (await Stack.create("killed")).configure({ clusters: [c1.entry(), c2.entry()] });
  });

  it("leaves a lock that the next run names, with what takes it away", async () => {
    await stack.write(documents("1", "a")).killedUp(() => delivering(c1, "1"));
    const { code, output } = await stack.up();
    expect(code, output).not.toBe(0);
    expect(output).toMatch(/the stack is currently locked by 1 lock.*pulumi cancel/s);
    expect(await names(c2)).toEqual([]);
    await stack.unlock();
  });

  it("in the middle of the first cluster, is completed by the next one without a second object", async () => {
    const uid = await uidOf(c1);
    await succeeded(stack.up());
    expect(await uidOf(c1)).toBe(uid);
    await whole("1", "a");
  });

  it("between two clusters, is completed by the next one, also by another version", async () => {
    const [first, second] = [await uidOf(c1), await uidOf(c2)];
    await stack.write(documents("2", "a", "b")).killedUp(() => delivering(c2, "2"));
    expect((await c1.expect({ ...CONFIG_MAP, namespace, name: "first" })).data).toEqual({ version: "2" });
    await stack.unlock();
    await succeeded(stack.write(documents("3", "c")).up());
    expect([await uidOf(c1), await uidOf(c2)]).toEqual([first, second]);
    await whole("3", "c");
  });

  it("while it deletes, is completed by the next one", async () => {
    const last = { ...CONFIG_MAP, namespace, name: "c" };
    const finalizers = ["example.com/held-by-a-test"];
    await edit(c1, last, { metadata: { finalizers } });
    await stack
      .write(documents("3", "d"))
      .killedUp(() => until("c1 begins to delete", async () => (await c1.get(last))?.metadata.deletionTimestamp));
    await stack.unlock();
    await edit(c1, last, { metadata: { finalizers: null } });
    await succeeded(stack.up());
    await whole("3", "d");
  });

  it("leaves a stack that can be destroyed", async () => {
    const { steps } = await succeeded(stack.destroy());
    expect(changes(steps).length).toBeGreaterThan(0);
    expect([await names(c1), await names(c2)]).toEqual([[], []]);
  });
});
