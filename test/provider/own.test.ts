import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { KnownSecrets } from "../../provider/known-secrets";
import { runStep } from "../../provider/run";

const folder = mkdtempSync(join(tmpdir(), "flotilla-own-steps-"));
const module = join(folder, "types.cjs");
const zod = require.resolve("zod");
writeFileSync(
  module,
  `const { z } = require(${JSON.stringify(zod)});
const type = (name, run) => ({ name, description: name, schema: z.any(), run });
exports.default = { steps: [
  type("count", async ({ list }, { context, message }) => {
    message("it has " + list.length);
    return { count: list.length, who: context.name, at: new Date(0) };
  }),
  type("nothing", async () => {}),
  type("list", async () => [1]),
  type("throws", async ({ password }, { message }) => {
    throw new TypeError("no entry for " + password);
  }),
  type("tells", async ({ password }, { message }) => message("used " + password)),
  type("never", () => new Promise(() => {})),
  type("far", async (_, { cluster }) => cluster("c9").read({ apiVersion: "v1", kind: "Pod" })),
] };
`,
);
afterAll(() => rmSync(folder, { recursive: true }));

const run = (type: string, properties: object = {}, outputs: Record<string, string> = {}, more: object = {}) =>
  runStep({
    ...{ type, module, properties: properties as never, clusters: {}, context: { name: "shop" } },
    outputs: Object.entries(outputs).map(([name, valueFrom]) => ({ name, valueFrom })),
    ...more,
  });

describe("a step type of one's own", () => {
  it("gives what its outputs are about, and says what it has to say", async () => {
    const outputs = { n: "count", who: "who", at: "at", list: "parameter.list" };
    expect(await run("count", { list: [1, 2] }, outputs)).toEqual({
      phase: "succeeded",
      values: { n: 2, who: "shop", at: "1970-01-01T00:00:00.000Z", list: [1, 2] },
      message: "it has 2",
    });
    expect(await run("nothing")).toEqual({ phase: "succeeded", values: {} });
  });

  it("fails with what its error says and where it comes from, without a stack trace", async () => {
    const end = await run("throws", { password: "of the step" });
    expect(end).toEqual({
      phase: "failed",
      reason: "Execute",
      message: `no entry for of the step (${module}:11:11)`,
      values: {},
    });
  });

  it.each([
    ["list", 'run of the step type "list" has to give an object or nothing'],
    ["far", 'the step has not said that it needs cluster "c9"'],
    ["gone", `${module} has no step type "gone"`],
  ])("fails clearly: %s", async (type, message) => {
    expect((await run(type)).message).toContain(message);
  });

  it("ends with its time", async () => {
    expect(await run("never", {}, {}, { timeoutSeconds: 1 })).toMatchObject({ phase: "failed", reason: "Timeout" });
  });

  it("tells nothing of its properties when they are secret", async () => {
    const ends = [
      await run("throws", { password: "hunter22" }, {}, { secretOutputs: true }),
      await run("tells", { password: "hunter22" }, {}, { secretOutputs: true }),
    ];
    expect(ends.map(({ message }) => message?.replace(/ \(.*/, ""))).toEqual([
      "no entry for [secret]",
      "used [secret]",
    ]);
  });
});

it("hides what Secrets have in them, encoded and decoded, once they were read or applied", async () => {
  const secrets = new KnownSecrets();
  const object = { apiVersion: "v1", kind: "Secret", data: { key: Buffer.from("p4ssw0rd").toString("base64") } };
  const cluster = secrets.watch({
    read: async () => ({ apiVersion: "v1", kind: "ConfigMap", data: { key: "plain" } }),
    list: async () => [object],
    apply: async (applied) => applied,
  });
  await cluster.read({ apiVersion: "v1", kind: "ConfigMap" });
  expect([secrets.found, secrets.mask("plain p4ssw0rd")]).toEqual([false, "plain p4ssw0rd"]);
  await cluster.list({ apiVersion: "v1", kind: "Secret" }, {});
  await cluster.apply({ apiVersion: "v1", kind: "Secret", stringData: { key: "written", short: "no" } } as never);
  expect(secrets.found).toBe(true);
  expect(secrets.mask(`no p4ssw0rd ${object.data.key} written`)).toBe("no [secret] [secret] [secret]");
});
