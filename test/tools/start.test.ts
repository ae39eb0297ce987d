import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PROJECT_ROOT, TOOLS_DIR } from "../../tools/paths";

type Bundle = { file: string; code: string; digest: string };
const require = createRequire(__filename);
const readBundle: (root: string, entry: string) => Promise<Bundle> = require(join(TOOLS_DIR, "start/bundle.cjs"));

let root: string;
const write = (name: string, text: string) => {
  mkdirSync(dirname(join(root, name)), { recursive: true });
  writeFileSync(join(root, name), text);
};
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "flotilla-start-"));
  for (const name of ["tsconfig.json", "node_modules/.package-lock.json", "tools/start/bundle.cjs"]) write(name, "{}");
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

  it.each(["tsconfig.json", "node_modules/.package-lock.json", "tools/start/bundle.cjs"])(
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

  it("has npm's packages in it, without what programs never use", async () => {
    write("node_modules/little/index.js", `exports.left = require("@npmcli/arborist"); exports.here = __filename;`);
    write("index.ts", `import { left, here } from "little"; export = { left, here };`);
    expect(await run()).toEqual({ left: {}, here: join(root, "node_modules/little/index.js") });
  });
});

describe("the command line in one file", () => {
  it("makes the program as well as the module does that makes both", async () => {
    const { file } = await readBundle(PROJECT_ROOT, "tools/start/bundle.cjs");
    const imports = `await import("@inquirer/select"); const importAny = (0, eval)("u=>import(u)");`;
    write("index.ts", `export = async () => { ${imports} return importAny; };`);
    const { code } = await readBundle(root, "index.ts");
    rmSync(join(root, "node_modules/.cache"), { recursive: true });
    expect((await require(file)(root, "index.ts")).code).toBe(code);
    expect(code).not.toContain("import(");
  });

  it("does without Pulumi's SDK, which takes longer to load than most commands run", async () => {
    const { code } = await readBundle(PROJECT_ROOT, "cli/main.ts");
    expect(code).toContain("// node_modules/commander/");
    expect(code).not.toContain("// node_modules/@pulumi/pulumi/");
  });
});

describe("a program that runs from one file", () => {
  const RUN = `
    const [, bundle, execute] = process.argv;
    require(bundle)(process.cwd(), "index.ts").then(require(execute)).then(async (all) => console.log(await all));`;
  const execute = () => {
    const tools = ["bundle", "execute"].map((name) => join(TOOLS_DIR, `start/${name}.cjs`));
    const { stdout, stderr } = spawnSync(process.execPath, ["-e", RUN, ...tools], { cwd: root, encoding: "utf8" });
    expect(stderr).toBe("");
    return stdout.trim();
  };
  const kept = () => join(root, "node_modules/.cache/flotilla/index.ts.cjs.v8");

  it("keeps what V8 has compiled, and takes it the next time", () => {
    write("index.ts", `export = "a";`);
    expect(execute()).toBe("a");
    const first = statSync(kept()).ino;
    expect(execute()).toBe("a");
    expect(statSync(kept()).ino).toBe(first);
  });

  it("does not take what belongs to another text of the same length, or is damaged", () => {
    write("index.ts", `export = "a";`);
    execute();
    const first = readFileSync(kept());
    write("index.ts", `export = "b";`);
    expect(execute()).toBe("b");
    writeFileSync(kept(), first);
    expect(execute()).toBe("b");
    writeFileSync(kept(), readFileSync(kept()).subarray(0, 80));
    expect(execute()).toBe("b");
  });

  it("imports packages that are left outside, compiled or not", () => {
    write("index.ts", `export = (async () => typeof (await import("@inquirer/select")).default)();`);
    expect(execute()).toBe("function");
    expect(execute()).toBe("function");
  });
});

describe("a start of Pulumi's SDK", () => {
  /** What says so in place of the SDK, where it is taken from its modules. */
  const SDK = `console.log(process.env.PULUMI_NODEJS_TYPESCRIPT === "true" ? "from modules" : "in part");`;
  const start = (pwd: string, config = {}) => {
    write("node_modules/@pulumi/pulumi/cmd/run/index.js", SDK);
    const env = { ...process.env, PULUMI_NODEJS_TYPESCRIPT: "true", PULUMI_CONFIG: JSON.stringify(config) };
    const args = [join(TOOLS_DIR, "start/run.cjs"), "--pwd", pwd, "."];
    const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, env, encoding: "utf8" });
    return stdout.trim() || stderr;
  };
  /** What the real one misses first. */
  const REAL = expect.stringContaining("--monitor=addr must be provided");

  it("leaves programs of somebody else as they are", () => {
    expect(start(root)).toBe("from modules");
  });

  it("takes the checkout's program from one file, unless a module of somebody's own shares modules with it", () => {
    expect(start(PROJECT_ROOT)).toEqual(REAL);
    expect(start(PROJECT_ROOT, { "flotilla:types": "" })).toEqual(REAL);
    for (const key of ["flotilla:types", "flotilla:config:types"]) {
      expect(start(PROJECT_ROOT, { [key]: "types.ts" })).toBe("from modules");
    }
  });
});
