import { join } from "node:path";
import { engineEnvironment, ensureEngine } from "../../tools/engine";
import { PROJECT_ROOT } from "../../tools/paths";
import { application } from "../e2e/support/documents";
import { type Cost, measure, typical } from "./support/measure";
import { Stack } from "./support/stack";
import type { Scenario } from "./support/table";
import { withWorkspace } from "./support/workspace";

const SDK = `require("@pulumi/pulumi");`;
/** What Pulumi does before it runs a program that is written in TypeScript. */
const TYPESCRIPT = `${SDK} require("ts-node").register({ project: "tsconfig.json" });`;
/** The program is a function that nobody calls here, so only its modules are loaded. */
const PROGRAM = `${TYPESCRIPT} require("./index.ts");`;

/** Where the time of a preview goes that has nothing to do: an Application without components. */
export const start: Scenario = ({ runs }) =>
  withWorkspace(async (dir) => {
    const engine = await ensureEngine();
    const stack = await new Stack(engine, dir, "start").create(application({ namespace: "bench", components: [] }), []);
    const env = { ...engineEnvironment(engine), TMPDIR: join(dir, "tmp") };
    const node = (script: string) => () => measure(process.execPath, ["-e", script], env, PROJECT_ROOT);
    const parts: Record<string, () => Promise<Cost>> = {
      "pulumi version": () => measure(engine.pulumi, ["version"], env, PROJECT_ROOT),
      node: node(""),
      "node, Pulumi SDK": node(SDK),
      "node, Pulumi SDK, TypeScript": node(TYPESCRIPT),
      "node, Pulumi SDK, TypeScript, program's modules": node(PROGRAM),
      "pulumi preview": () => stack.preview(),
    };
    for (const part of Object.values(parts)) await part();
    const costs = new Map(Object.keys(parts).map((name): [string, Cost[]] => [name, []]));
    for (let run = 0; run < runs; run += 1) {
      for (const [name, part] of Object.entries(parts)) costs.get(name)?.push(await part());
    }
    const rows = [...costs].map(([part, all]) => {
      const { cpu, seconds, megabytes } = typical(all);
      return { part, "cpu s": cpu, "clock s": seconds, "peak MB": megabytes };
    });
    return [{ title: "Start-up: an Application without components", rows }];
  });
