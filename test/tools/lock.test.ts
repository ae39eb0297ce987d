import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { withLock } from "../../tools/lock";

describe("the lock between two runs", () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "flotilla-lock-"));
    file = join(folder, "deep", "tool.lock");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("lets one work at a time, tells the one that waits, and leaves no file", async () => {
    const events: string[] = [];
    const onWait = vi.fn();
    const work = (name: string) => async (): Promise<string> => {
      events.push(`${name} starts`);
      await sleep(50);
      events.push(`${name} ends`);
      return name;
    };
    const done = await Promise.all([withLock(file, work("a"), { onWait }), withLock(file, work("b"), { onWait })]);
    expect(done).toEqual(["a", "b"]);
    expect(events).toEqual(["a starts", "a ends", "b starts", "b ends"]);
    expect(onWait).toHaveBeenCalledTimes(1);
    expect(existsSync(file)).toBe(false);
  });

  it("is given back when the work fails", async () => {
    await expect(withLock(file, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(await withLock(file, async () => "next")).toBe("next");
  });

  it("is taken over from a run that died", async () => {
    await withLock(file, async () => {});
    writeFileSync(file, "4711\n");
    const longAgo = new Date(Date.now() - 60_000);
    utimesSync(file, longAgo, longAgo);
    expect(await withLock(file, async () => "taken")).toBe("taken");
  });
});
