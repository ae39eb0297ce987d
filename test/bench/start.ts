import { join } from "node:path";
import { engineEnvironment, ensureEngine } from "../../tools/engine";
import { PROJECT_ROOT, TOOLS_DIR } from "../../tools/paths";
import { application } from "../e2e/support/documents";
import { type Cost, measure, typical } from "./support/measure";
import { Stack } from "./support/stack";
import type { Scenario } from "./support/table";
import { withWorkspace } from "./support/workspace";

const SDK = `require("@pulumi/pulumi");`;
/** Only loaded, not run. The preview before has made the file. */
const BUNDLE = `
  const execute = require("./tools/start/execute.cjs");
  require("./tools/start/bundle.cjs")(process.cwd(), "tools/start/program.cjs").then((made) => execute(made).program());`;
const MODULES = `${SDK} require("ts-node").register({ project: "tsconfig.json" }); require("./index.ts");`;

/** Where the time of a preview goes that has nothing to do: an Application without components. */
export const start: Scenario = ({ runs }) =>
  withWorkspace(async (dir) => {
    const engine = await ensureEngine();
    const stack = await new Stack(engine, dir, "start").create(application({ namespace: "bench", components: [] }), []);
    const env = { ...engineEnvironment(engine), TMPDIR: join(dir, "tmp") };
    const node = (script: string) => () => measure(process.execPath, ["-e", script], env, PROJECT_ROOT);
    await stack.preview();
    const parts: Record<string, () => Promise<Cost>> = {
      "pulumi version": () => measure(engine.pulumi, ["version"], env, PROJECT_ROOT),
      node: node(""),
      "node, SDK and program in one file": node(BUNDLE),
      "node, all of the SDK": node(SDK),
      "node, all of the SDK, program from its modules": node(MODULES),
      "npx flotilla --help": () =>
        measure(process.execPath, [join(TOOLS_DIR, "shim/flotilla.cjs"), "--help"], env, PROJECT_ROOT),
      "npx pulumi preview": () => stack.preview(),
      "pulumi preview, program from its modules": () => stack.previewFromModules(),
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
