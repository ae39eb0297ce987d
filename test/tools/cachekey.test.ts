import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { moduleCache, moduleKey } from "../../tools/cachekey";
import { ENGINE_TOOLS } from "../../tools/catalog";
import { goFiles } from "../../tools/shim/record.cjs";

describe("the key of a module's programs", () => {
  let folder: string;
  const key = (platform?: string): string => moduleKey(folder, ENGINE_TOOLS, platform);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "flotilla-key-"));
    mkdirSync(join(folder, "command"));
    for (const file of ["go.mod", "go.sum", "tools.go", "command/main.go"]) writeFileSync(join(folder, file), file);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("is the same for the same files", () => {
    expect(key()).toBe(key());
    expect(key()).toMatch(/^[0-9a-f]{16}$/);
  });

  it.each(["go.mod", "go.sum", "tools.go", "command/main.go"])("changes with %s", (file) => {
    const before = key();
    writeFileSync(join(folder, file), "changed");
    expect(key()).not.toBe(before);
  });

  it("changes when a Go file moves, comes or goes", () => {
    const before = key();
    writeFileSync(join(folder, "more.go"), "");
    const more = key();
    rmSync(join(folder, "more.go"));
    expect(more).not.toBe(before);
    expect(key()).toBe(before);
  });

  it("does not change with files that no program is built from", () => {
    const before = key();
    writeFileSync(join(folder, "README.md"), "words");
    writeFileSync(join(folder, "command/main_test.go"), "tests");
    expect(key()).toBe(before);
    expect(goFiles(folder)).toHaveLength(4);
  });

  it("changes with the platform, with how a tool is linked and with what is changed in modules", () => {
    expect(key("linux-x64")).not.toBe(key("linux-arm64"));
    const relinked = ENGINE_TOOLS.map((tool) => ({ ...tool, ldflags: "-s" }));
    expect(moduleKey(folder, relinked)).not.toBe(key());
    const unchanged = ENGINE_TOOLS.map(({ changes: _, ...tool }) => tool);
    expect(moduleKey(folder, unchanged)).not.toBe(key());
  });
});

describe("the place in the cache", () => {
  it("is per user and per module, and can be moved", () => {
    expect(moduleCache("etcd", { FLOTILLA_CACHE: "/somewhere" })).toMatch(/^\/somewhere\/tools\/etcd-[0-9a-f]{16}$/);
    expect(moduleCache("etcd", { XDG_CACHE_HOME: "/xdg" })).toMatch(/^\/xdg\/flotilla\/tools\/etcd-/);
    expect(moduleCache("etcd", { XDG_CACHE_HOME: "not/absolute" })).toMatch(/\/\.cache\/flotilla\/tools\/etcd-/);
    expect(moduleCache("kwok", {})).not.toContain("etcd");
  });
});
