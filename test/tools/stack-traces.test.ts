import { createRequire } from "node:module";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { ClusterObject } from "../../components/object";
import { TOOLS_DIR } from "../../tools/paths";
import { record } from "../support/monitor";

const prepare = Error.prepareStackTrace;
afterEach(() => {
  Error.prepareStackTrace = prepare;
});

/** How many calls the stack traces had that the SDK took for an object. */
async function callsInStackTraces(): Promise<number> {
  let calls = 0;
  Error.prepareStackTrace = (_, callSites) => {
    calls += callSites.length;
    return "";
  };
  const object = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "one" }, data: { a: "b" } };
  const all = await record(() => new ClusterObject("one", { object }));
  Error.prepareStackTrace = prepare;
  expect(all).toHaveLength(1);
  return calls;
}

describe("stack traces", () => {
  it("are not taken where nothing is wrong", async () => {
    expect(await callsInStackTraces()).toBeGreaterThan(100);
    createRequire(__filename)(join(TOOLS_DIR, "start/stack-traces.cjs"))();
    expect(await callsInStackTraces()).toBe(0);
    expect(new Error("something is wrong").stack).toContain("stack-traces.test.ts");
  });
});
