import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { Json, JsonObject } from "../../../model/json";
import { PROJECT_ROOT } from "../../../tools/paths";
import { run } from "../../../tools/process";
import type { ClusterClient } from "./cluster";
import { environment, flotilla, type Started, startFlotilla } from "./flotilla";
import { killTree } from "./kill";
import { treeOf } from "./processes";
import { Stack } from "./stack";

/** A fleet that is split by a label, with one cluster in each part: its stack is `e2e`, and those of the parts are `e2e-<part>`. */
export class SplitFleet {
  private constructor(readonly stack: Stack) {}

  static async create(name: string, clusters: Record<string, ClusterClient>, more: JsonObject = {}) {
    const stack = await Stack.create(name);
    const entries = Object.entries(clusters).map(([part, one]) => one.entry({ labels: { part } }));
    stack.configure({ clusters: entries, shards: { label: "part" }, ...more });
    return new SplitFleet(stack);
  }

  async run(...args: string[]) {
    const { code, stdout, stderr } = await flotilla(this.stack, ["fleet", ...args]);
    return { code, output: stdout + stderr, stdout };
  }

  /** Delivers a document, and returns what that has printed. */
  async up(document: Json): Promise<string> {
    this.stack.write(document);
    const { code, output } = await this.run("up", "--yes");
    expect(code, output).toBe(0);
    return output;
  }

  /** Begins to deliver a document. */
  begin(document: Json): Started {
    this.stack.write(document);
    return startFlotilla(this.stack, ["fleet", "up", "--yes"]);
  }

  /** Kills the engine of one part, with everything that it has started. */
  async killEngine({ pid }: Started, part: string): Promise<void> {
    const all = await treeOf(pid);
    const engine = all.find(
      ({ command }) => / up .*--stack /.test(command) && command.includes(`--stack e2e-${part} `),
    );
    if (engine === undefined) throw new Error(`no engine of ${part} runs`);
    await killTree(engine.pid);
  }

  /** Runs a command of the engine's. */
  pulumi(...args: string[]) {
    const shim = join(PROJECT_ROOT, "tools/shim/pulumi.cjs");
    const options = { cwd: PROJECT_ROOT, env: environment(this.stack) };
    return run(process.execPath, [shim, ...args, "--non-interactive"], options);
  }

  /** Takes away the lock that a killed run has left, and returns what is told of that. */
  async unlock(part: string): Promise<string> {
    const { code, stdout, stderr } = await this.pulumi("cancel", "--yes", "--stack", `e2e-${part}`);
    expect(code, stderr).toBe(0);
    return stdout + stderr;
  }

  /** The state of a part, as text. */
  async state(part: string): Promise<string> {
    return (await this.pulumi("stack", "export", "--stack", `e2e-${part}`)).stdout;
  }

  /** Nothing is left to do, also when clusters are asked what they have, and no part knows of anything twice or of somebody who was cut off. */
  async isSettled(...parts: string[]): Promise<void> {
    const again = await this.run("up", "--yes");
    expect(again.code, again.output).toBe(0);
    expect(again.output).toContain("Nothing changes.");
    expect(again.output).not.toMatch(/cut off|== Round/);
    const { code, output } = await this.run("diff", "--refresh", "--exit-code");
    expect(code, output).toBe(0);
    for (const part of parts) {
      const { resources, pending_operations: pending = [] } = JSON.parse(await this.state(part)).deployment as {
        resources: { urn: string }[];
        pending_operations?: object[];
      };
      const urns = resources.map(({ urn }) => urn);
      expect(urns).toEqual([...new Set(urns)]);
      expect(pending).toEqual([]);
    }
  }

  /** Leaves in the place of a part's state what a full disk may leave. */
  damage(part: string): void {
    writeFileSync(this.stack.file(`state/.pulumi/stacks/flotilla/e2e-${part}.json`), "");
  }

  /** Puts the state of a part back that the last run which could end has left, as docs/faults.md shows it. */
  restore(part: string): void {
    const script = readFileSync(join(PROJECT_ROOT, "docs/faults.md"), "utf8");
    const [, commands] = /^```sh\n(cd .*?)```$/ms.exec(script) ?? [];
    if (commands === undefined) throw new Error("docs/faults.md does not show how to put a state back");
    const here = commands
      .replace(/^cd .*$/m, `cd ${this.stack.file("state")}/.pulumi`)
      .replaceAll("prod", `e2e-${part}`);
    execFileSync("bash", ["-euc", here]);
  }
}
