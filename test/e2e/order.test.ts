import { beforeAll, describe, expect, it } from "vitest";
import { type Change, ClusterClient, type LiveObject } from "./support/cluster";
import { application, deploy, nowhere, only, settings, slow, topology } from "./support/documents";
import { changes, type Step } from "./support/events";
import { available, CONFIG_MAP, DEPLOYMENT, firstRevision, JOB } from "./support/objects";
import { Stack } from "./support/stack";

const namespace = "order";
const SECONDS = 4;

/** A slow Deployment and a Job in the first step, nothing in the second, a ConfigMap in the third. */
function documents(version: string) {
  const job = { name: "job", type: "task", properties: { image: "registry.example/job:1" } };
  return application({
    namespace,
    components: [slow("first", SECONDS, `registry.example/slow:${version}`), job, settings("last", { version })],
    policies: [topology("both", ["c1", "c2"]), nowhere("none"), only("first", "job"), only("last")],
    steps: [deploy("start", "only-first-job", "both"), deploy("middle", "none"), deploy("end", "only-last", "both")],
  });
}

describe("steps", () => {
  const clusters = [new ClusterClient("c1"), new ClusterClient("c2")];
  const foreign = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "foreign", namespace } };
  let stack: Stack;
  let before: string[];

  /** What happened to one kind of object in each cluster since the last {@link mark}. */
  const histories = (kind: { apiVersion: string; kind: string }): Promise<Change[][]> =>
    Promise.all(clusters.map((cluster, index) => cluster.history(kind, namespace, before[index] ?? "")));
  const mark = async (): Promise<void> => {
    before = await Promise.all(clusters.map((cluster) => cluster.revision()));
  };

  beforeAll(async () => {
    stack = await Stack.create("order");
    stack.configure({ clusters: clusters.map((cluster) => cluster.entry()), timeoutSeconds: 60 }).write(documents("1"));
    await mark();
  });

  it("creates a missing namespace in each cluster, and everything else", async () => {
    for (const cluster of clusters) expect(await cluster.namespace(namespace)).toBeUndefined();
    const { code, output } = await stack.up();
    expect(output).toContain("order/app/c1/order");
    expect(code, output).toBe(0);
    for (const cluster of clusters) expect((await cluster.namespace(namespace))?.status).toEqual({ phase: "Active" });
  });

  it("creates a step's objects after those of the nearest earlier step that has any are ready", async () => {
    const [deployments, jobs, last] = [await histories(DEPLOYMENT), await histories(JOB), await histories(CONFIG_MAP)];
    clusters.forEach((_, index) => {
      const added = firstRevision(
        last[index],
        ({ object, type }) => object.metadata.name === "last" && type === "ADDED",
      );
      expect(added).toBeGreaterThan(firstRevision(deployments[index], ({ object }) => available(object, "slow:1")));
      expect(added).toBeGreaterThan(firstRevision(jobs[index], ({ object }) => completed(object)));
    });
  });

  it("waits for the step in all clusters before the next one starts in any", async () => {
    const deployments = await Promise.all(clusters.map((c) => c.expect({ ...DEPLOYMENT, namespace, name: "first" })));
    const last = await Promise.all(clusters.map((c) => c.expect({ ...CONFIG_MAP, namespace, name: "last" })));
    const ready = Math.max(...deployments.map(availableSince));
    for (const deployment of deployments) {
      expect(availableSince(deployment) - created(deployment), "the proof needs a slow start").toBeGreaterThan(2);
    }
    for (const object of last) expect(created(object)).toBeGreaterThanOrEqual(ready);
  });

  it("has nothing left to do afterwards", async () => {
    const { code, output, steps } = await stack.preview("--expect-no-changes");
    expect(code, output).toBe(0);
    expect(changes(steps)).toEqual([]);
  });

  it("keeps the order when it updates", async () => {
    await mark();
    const { code, output } = await stack.write(documents("2")).up();
    expect(code, output).toBe(0);
    const [deployments, last] = [await histories(DEPLOYMENT), await histories(CONFIG_MAP)];
    clusters.forEach((_, index) => {
      const updated = firstRevision(last[index], ({ object }) => object.data?.version === "2");
      expect(updated).toBeGreaterThan(firstRevision(deployments[index], ({ object }) => available(object, "slow:2")));
    });
  });

  it("destroys in the reverse order, and leaves namespaces and foreign objects alone", async () => {
    for (const cluster of clusters) await cluster.create(foreign);
    await mark();
    const { code, output, steps } = await stack.destroy();
    expect(code, output).toBe(0);
    const [deployments, configMaps] = [await histories(DEPLOYMENT), await histories(CONFIG_MAP)];
    for (const [index, cluster] of clusters.entries()) {
      const lastGone = firstRevision(configMaps[index], ({ type }) => type === "DELETED");
      expect(
        firstRevision(deployments[index], ({ object, type }) => type === "DELETED" || deleting(object)),
      ).toBeGreaterThan(lastGone);
      expect(await cluster.get({ ...DEPLOYMENT, namespace, name: "first" })).toBeUndefined();
      expect(await cluster.get({ ...JOB, namespace, name: "app-job" })).toBeUndefined();
      expect(await cluster.get({ ...CONFIG_MAP, namespace, name: "last" })).toBeUndefined();
      expect(await cluster.get({ ...CONFIG_MAP, namespace, name: "foreign" })).toBeDefined();
      expect((await cluster.namespace(namespace))?.metadata.deletionTimestamp).toBeUndefined();
    }
    expect(ended(steps, "last")).toBeLessThan(began(steps, "first"));
  });
});

/** When a Deployment became available, in seconds. */
function availableSince(object: LiveObject): number {
  const condition = object.status?.conditions?.find(({ type, status }) => type === "Available" && status === "True");
  return Date.parse(condition?.lastTransitionTime ?? "") / 1000;
}

function created(object: LiveObject): number {
  return Date.parse(object.metadata.creationTimestamp) / 1000;
}

function completed({ status }: LiveObject): boolean {
  return status?.conditions?.some((condition) => condition.type === "Complete" && condition.status === "True") ?? false;
}

function deleting({ metadata }: LiveObject): boolean {
  return metadata.deletionTimestamp !== undefined;
}

/** When the last cluster's step for an object ended. */
function ended(steps: readonly Step[], name: string): number {
  return Math.max(...steps.filter((step) => step.name.endsWith(`/${name}`)).map((step) => step.ended ?? Number.NaN));
}

/** When the first cluster's step for an object began. */
function began(steps: readonly Step[], name: string): number {
  return Math.min(...steps.filter((step) => step.name.endsWith(`/${name}`)).map((step) => step.began));
}
