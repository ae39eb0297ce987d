import { existsSync, lstatSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { makeScratch } from "../../tools/shim/scratch.cjs";

it("gives a run a temporary folder that nobody else can read, and takes it away with what was left there", () => {
  const parent = mkdtempSync(join(tmpdir(), "flotilla-scratch-"));
  const { env, remove } = makeScratch({ PATH: "/bin", TMPDIR: parent });
  const folder = String(env.TMPDIR);
  expect(dirname(folder)).toBe(parent);
  writeFileSync(join(folder, "kubeconfig1"), "secret");
  expect(env.PATH).toBe("/bin");
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  remove();
  expect(existsSync(folder)).toBe(false);
  rmSync(parent, { recursive: true });
});

it("leaves alone what tsx keeps from run to run", () => {
  const { env, remove } = makeScratch({});
  const link = join(String(env.TMPDIR), `tsx-${process.geteuid?.()}`);
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  remove();
  expect(existsSync(join(tmpdir(), `tsx-${process.geteuid?.()}`))).toBe(true);
});

it("says in a sentence that there can be none", () => {
  expect(() => makeScratch({ TMPDIR: "/nonexistent" })).toThrow(/^a run needs a temporary folder: ENOENT/);
});
