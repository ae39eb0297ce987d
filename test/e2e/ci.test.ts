import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { ensureTools } from "../../tools/build";
import { ACTIONLINT_TOOL } from "../../tools/catalog";
import { PROJECT_ROOT } from "../../tools/paths";
import { run } from "../../tools/process";
import { ClusterClient } from "./support/cluster";
import { application, settings, topology } from "./support/documents";
import { environment } from "./support/flotilla";
import { CONFIG_MAP } from "./support/objects";
import { Stack } from "./support/stack";

const namespace = "ci";
const c1 = new ClusterClient("c1");
const ref = { ...CONFIG_MAP, namespace, name: "config" };

let stack: Stack;

/** Runs the pipeline as a CI does: in any folder, without a terminal. */
async function pipeline(command: string) {
  const report = stack.file("report.md");
  const script = join(PROJECT_ROOT, "ci/pipeline.sh");
  const env = { ...environment(stack), FLOTILLA_REPORT: report };
  const { code, stdout, stderr } = await run("sh", [script, command, "e2e"], { cwd: stack.dir, env });
  return { code, output: stdout + stderr, report: readFileSync(report, "utf8") };
}

const write = (...clusters: string[]) =>
  stack.write(application({ namespace, components: [settings("config")], policies: [topology("one", clusters)] }));

beforeAll(async () => {
  stack = (await Stack.create("ci")).configure({ clusters: [c1.entry()] });
  write("c1");
});

it("the workflow for GitHub Actions is one that actionlint takes", async () => {
  const { actionlint } = await ensureTools([ACTIONLINT_TOOL]);
  const { code, stdout } = await run(actionlint, [join(PROJECT_ROOT, "ci/github/flotilla.yml")]);
  expect(code, stdout).toBe(0);
});

describe("the pipeline for any CI", () => {
  it("previews, and reports what would change without changing it", async () => {
    const { code, output, report } = await pipeline("preview");
    expect(code, output).toBe(0);
    expect(report).toMatch(/^<!-- flotilla preview e2e -->\n<!-- flotilla diff -->\n/);
    expect(report).toContain("config");
    expect(await c1.get(ref)).toBeUndefined();
  });

  it("updates", async () => {
    const { code, output, report } = await pipeline("up");
    expect(code, output).toBe(0);
    expect(report).toContain("## e2e: updated");
    expect((await c1.expect(ref)).data).toEqual({ key: "value" });
  });

  it("finds no drift where nobody has changed anything", async () => {
    const { code, output, report } = await pipeline("drift");
    expect(code, output).toBe(0);
    expect(report).toContain("nothing changes");
  });

  it("finds what somebody has deleted by hand", async () => {
    await c1.remove(ref);
    const { code, output, report } = await pipeline("drift");
    expect(code, output).toBe(2);
    expect(report).toContain("config");
    expect(report).not.toContain("nothing changes");
  });

  it("fails with a report of what is wrong, and tells that from drift", async () => {
    write("c9");
    for (const command of ["preview", "drift"]) {
      const { code, output, report } = await pipeline(command);
      expect(code, output).toBe(1);
      expect(report).toContain('there is no cluster "c9"');
    }
  });
});
