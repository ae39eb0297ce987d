import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PROJECT_ROOT, TOOLS_DIR } from "../../tools/paths";

type Bundle = { file: string; code: string };
const require = createRequire(__filename);
const readBundle: (root: string, entry: string) => Promise<Bundle> = require(join(TOOLS_DIR, "start/bundle.cjs"));

let root: string;
const write = (name: string, text: string) => {
  mkdirSync(dirname(join(root, name)), { recursive: true });
  writeFileSync(join(root, name), text);
};
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "flotilla-start-"));
  for (const name of ["tsconfig.json", "node_modules/esbuild/package.json", "tools/start/bundle.cjs"])
    write(name, "{}");
  write("index.ts", `#!/usr/bin/env tsx\nimport { a } from "./deep/a"; export = { a, here: __dirname };`);
  write("deep/a.ts", `import { basename } from "node:path"; export const a: string = basename(__filename) + " made";`);
});
afterEach(() => rmSync(root, { recursive: true }));

/** What the program exports when it is run. */
async function run(): Promise<unknown> {
  const { file } = await readBundle(root, "index.ts");
  const { stdout, stderr } = spawnSync(process.execPath, ["-p", `JSON.stringify(require(${JSON.stringify(file)}))`], {
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  return JSON.parse(stdout);
}

describe("the program in one file", () => {
  it("does what its modules do, which know where they are", async () => {
    expect(await run()).toEqual({ a: "a.ts made", here: root });
  });

  it("is kept for as long as no module changes", async () => {
    const { file, code } = await readBundle(root, "index.ts");
    writeFileSync(file, code.replace(" made", " kept"));
    expect((await readBundle(root, "index.ts")).code).toContain(" kept");
    write("deep/a.ts", "export const a = 2;");
    expect(await run()).toEqual({ a: 2, here: root });
  });

  it.each(["tsconfig.json", "node_modules/esbuild/package.json", "tools/start/bundle.cjs"])(
    "is made anew when %s changes",
    async (name) => {
      const { file, code } = await readBundle(root, "index.ts");
      writeFileSync(file, code.replace(" made", " kept"));
      write(name, `{ "version": 2 }`);
      expect(await run()).toEqual({ a: "a.ts made", here: root });
    },
  );

  it("is made anew when a module is gone, or what was kept is damaged", async () => {
    const { file } = await readBundle(root, "index.ts");
    rmSync(join(root, "deep/a.ts"));
    write("deep/a/index.ts", "export const a = 3;");
    expect(await run()).toEqual({ a: 3, here: root });
    writeFileSync(file, readFileSync(file, "utf8").slice(0, 20));
    expect(await run()).toEqual({ a: 3, here: root });
  });

  it("is given also where it cannot be kept", async () => {
    mkdirSync(join(root, "node_modules/.cache/flotilla/index.ts.cjs"), { recursive: true });
    expect((await readBundle(root, "index.ts")).code).toContain(" made");
  });
});

describe("a start of Pulumi's SDK", () => {
  /** Says whether the program would be taken from its modules, and whether the SDK is complete. */
  const SDK = `
    const left = require("@npmcli/arborist") === require("source-map-support/register");
    console.log(JSON.stringify({ modules: process.env.PULUMI_NODEJS_TYPESCRIPT === "true", whole: !left }));`;
  const start = (pwd: string, config = {}) => {
    write("node_modules/@pulumi/pulumi/cmd/run/index.js", SDK);
    write("node_modules/@npmcli/arborist/index.js", "");
    write("node_modules/source-map-support/register.js", "");
    const env = { ...process.env, PULUMI_NODEJS_TYPESCRIPT: "true", PULUMI_CONFIG: JSON.stringify(config) };
    const args = [join(TOOLS_DIR, "start/run.cjs"), "--monitor", "x", "--pwd", pwd, "."];
    const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, env, encoding: "utf8" });
    expect(stderr).toBe("");
    return JSON.parse(stdout);
  };

  it("leaves programs of somebody else as they are", () => {
    expect(start(root)).toEqual({ modules: true, whole: true });
  });

  it("takes the checkout's program from one file, unless a module of somebody's own shares modules with it", () => {
    expect(start(PROJECT_ROOT)).toMatchObject({ modules: false });
    expect(start(PROJECT_ROOT, { "flotilla:types": "" })).toMatchObject({ modules: false });
    for (const key of ["flotilla:types", "flotilla:config:types"]) {
      expect(start(PROJECT_ROOT, { [key]: "types.ts" })).toEqual({ modules: true, whole: true });
    }
  });
});
