import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, delimiter, dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { moduleCache } from "../../tools/cachekey";
import { chooseEngine, engineEnvironment, quickStart } from "../../tools/engine";
import { pulumiOnPath } from "../../tools/shim/record.cjs";

describe("whose engine runs", () => {
  it("is the user's own when it is new enough", () => {
    expect(chooseEngine(undefined, "3.200.0")).toBe("path");
    expect(chooseEngine(undefined, "3.199.9")).toBe("build");
    expect(chooseEngine(undefined, undefined)).toBe("build");
  });

  it("can be forced, and says so when that is not possible", () => {
    expect(chooseEngine("build", "3.260.0")).toBe("build");
    expect(chooseEngine("path", "3.100.0")).toBe("path");
    expect(() => chooseEngine("path", undefined)).toThrow("no pulumi on PATH");
    expect(() => chooseEngine("maybe", undefined)).toThrow('FLOTILLA_TOOLS is "maybe"');
  });
});

describe("the user's own pulumi", () => {
  let folder: string;
  const program = (...path: string[]): string => {
    mkdirSync(join(folder, ...path), { recursive: true });
    const file = join(folder, ...path, "pulumi");
    writeFileSync(file, "");
    chmodSync(file, 0o755);
    return file;
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "flotilla-path-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("is the first on PATH", () => {
    const first = program("first");
    program("second");
    expect(
      pulumiOnPath({ PATH: [join(folder, "none"), join(folder, "first"), join(folder, "second")].join(delimiter) }),
    ).toBe(first);
  });

  it("is not an engine that was built here, which comes first on PATH for all that it starts", () => {
    const built = program("tools", basename(moduleCache("pulumi")), "bin");
    const own = program("own");
    const path = [dirname(built), dirname(own)].join(delimiter);
    expect(pulumiOnPath({ PATH: path })).toBe(own);
  });

  it("is not what npm puts on PATH, nor a folder of that name, nor something relative", () => {
    program("node_modules", ".bin");
    mkdirSync(join(folder, "odd", "pulumi"), { recursive: true });
    const path = [join(folder, "node_modules", ".bin"), join(folder, "odd"), "bin", ""].join(delimiter);
    expect(pulumiOnPath({ PATH: path })).toBeUndefined();
    expect(pulumiOnPath({})).toBeUndefined();
  });
});

describe("a quick start", () => {
  it("is named as JavaScript can have it in a string, or not at all", () => {
    expect(quickStart("C:\\flotilla\\run.cjs")).toEqual({ PULUMI_LANGUAGE_NODEJS_RUN_PATH: "C:/flotilla/run.cjs" });
    expect(quickStart("/home/o'neil/run.cjs")).toEqual({});
  });
});

describe("the environment of the engine", () => {
  const engine = { pulumi: "/cache/bin/pulumi", env: { PULUMI_HOME: "/cache/home" } };

  it("keeps the caller's, adds the engine's, and puts the engine first on PATH", () => {
    const env = engineEnvironment(engine, { PATH: "/usr/bin", PULUMI_HOME: "/other", LANG: "C" });
    expect(env).toEqual({ PATH: `/cache/bin${delimiter}/usr/bin`, PULUMI_HOME: "/cache/home", LANG: "C" });
  });

  it("has a PATH even where the caller has none", () => {
    expect(engineEnvironment(engine, {}).PATH).toBe("/cache/bin");
  });
});
