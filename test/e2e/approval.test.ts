import { beforeAll, describe, expect, it } from "vitest";
import type { JsonObject } from "../../model/json";
import { ClusterClient } from "./support/cluster";
import { application, deploy, raw, settings, topology, web } from "./support/documents";
import { changes } from "./support/events";
import { Stack } from "./support/stack";

const namespace = "approval";
const c1 = new ClusterClient("c1");
const c2 = new ClusterClient("c2");
const map = { apiVersion: "v1", kind: "ConfigMap", namespace };

/** `test` goes to c1; `prod` to c2, when somebody approves; both with the given ConfigMaps. */
function version(level: string, ...maps: string[]) {
  const secret = raw({ apiVersion: "v1", kind: "Secret", metadata: { name: "secret" }, stringData: { level } });
  const prod = deploy("prod", "prod");
  return application({
    namespace,
    components: [web("web"), secret, ...maps.map((name) => settings(name, { level }))],
    policies: [topology("test", ["c1"]), topology("prod", ["c2"])],
    steps: [deploy("test", "test"), { ...prod, properties: { ...(prod.properties as JsonObject), auto: false } }],
  });
}

describe("a step with auto: false", () => {
  let stack: Stack;

  /** Delivers a version, with the digest of an approved plan if there is one, and tells what that did to objects. */
  async function up(document: ReturnType<typeof version>, approved?: string) {
    const approvals = approved === undefined ? {} : { "approval/app": { prod: { digest: approved } } };
    stack.configure({ clusters: [c1.entry(), c2.entry()], approvals }).write(document);
    const { code, output, steps } = await stack.up();
    expect(code, output).toBe(0);
    return { output, changed: changes(steps.filter(({ type }) => type.startsWith("kubernetes:"))) };
  }

  /** The digest that a run says has to be approved. */
  const digestIn = (output: string) => /approval of plan (\w+)/.exec(output)?.[1] ?? "";

  const level = async (cluster: ClusterClient, name: string) => (await cluster.get({ ...map, name }))?.data?.level;

  beforeAll(async () => {
    stack = await Stack.create("approval");
  });

  it("delivers nothing before it is approved the first time, and says how to approve it", async () => {
    const { output, changed } = await up(version("one", "a", "b"));
    expect(changed.filter((change) => change.includes("c2"))).toEqual([]);
    expect(await c2.namespace(namespace)).toBeUndefined();
    expect(await level(c1, "a")).toBe("one");
    expect(output).toContain("npx flotilla workflow resume approval/app prod");
  });

  it("delivers what was approved", async () => {
    const digest = digestIn((await up(version("one", "a", "b"))).output);
    const { changed } = await up(version("one", "a", "b"), digest);
    expect(changed.filter((change) => change.startsWith("create c2/approval/"))).toHaveLength(4);
    expect(await level(c2, "b")).toBe("one");
  });

  it("stays as it is while a new version waits, also what that version has dropped", async () => {
    const digest = digestIn((await up(version("two", "a"))).output);
    expect([await level(c1, "a"), await level(c1, "b")]).toEqual(["two", undefined]);
    expect([await level(c2, "a"), await level(c2, "b")]).toEqual(["one", "one"]);
    const preview = await stack.preview("--expect-no-changes");
    expect(preview.code, preview.output).toBe(0);
    const outdated = await up(version("three", "a"), digest);
    expect(outdated.output).toContain(`the plan has changed since ${digest} was approved`);
    expect(await level(c2, "a")).toBe("one");
  });

  it("goes through with an approval, dropping what the version has dropped", async () => {
    const digest = digestIn((await up(version("three", "a"))).output);
    const { changed } = await up(version("three", "a"), digest);
    expect(changed).toEqual([
      "delete c2/approval/ConfigMap/b",
      "update c2/approval/ConfigMap/a",
      "update c2/approval/Secret/secret",
    ]);
    expect([await level(c2, "a"), await level(c2, "b")]).toEqual(["three", undefined]);
  });

  it("can be destroyed while it waits", async () => {
    await up(version("four", "a", "c"));
    const { code, output } = await stack.destroy();
    expect(code, output).toBe(0);
    expect([await level(c1, "a"), await level(c2, "a")]).toEqual([undefined, undefined]);
  });
});
