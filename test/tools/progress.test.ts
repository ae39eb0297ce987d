import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type ProgressStream, showsProgress, withProgress } from "../../tools/progress";

const terminal = { isTTY: true };

describe("progress", () => {
  it.each<[string, NodeJS.ProcessEnv]>([
    ["in a CI", { CI: "true" }],
    ["with NO_COLOR", { NO_COLOR: "1" }],
    ["on a terminal that takes nothing back", { TERM: "dumb" }],
  ])("is not shown %s", (_, environment) => {
    expect(showsProgress(terminal, environment)).toBe(false);
  });

  it("is shown on other terminals, and nowhere else", () => {
    expect(showsProgress(terminal, { TERM: "xterm" })).toBe(true);
    expect(showsProgress({ isTTY: false }, {})).toBe(false);
  });
});

describe("work with progress", () => {
  let written: string;
  const stream = (isTTY: boolean): ProgressStream => ({
    isTTY,
    write: (text: string | Uint8Array) => {
      written += text;
      return true;
    },
  });

  beforeEach(() => {
    written = "";
    vi.useFakeTimers();
    for (const name of ["CI", "NO_COLOR"]) vi.stubEnv(name, undefined);
    vi.stubEnv("TERM", "xterm");
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllEnvs();
  });

  /** Work of 2 s. */
  const work = () => new Promise<string>((resolve) => setTimeout(resolve, 2_000, "done"));

  it("tells what goes on and for how long, and takes it back at the end", async () => {
    const working = withProgress("asking", work, stream(true));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(written).toMatch(/^\r⠋ asking, 0 s\r⠙ asking, 0 s[\s\S]*\r⠋ asking, 1 s$/);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await working).toBe("done");
    expect(written.endsWith("\r\u001b[2K")).toBe(true);
    const { length } = written;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(written.length).toBe(length);
  });

  it("takes it back also when the work fails", async () => {
    const working = withProgress("asking", () => Promise.reject(new Error("no answer")), stream(true));
    await expect(working).rejects.toThrow("no answer");
    expect(written.endsWith("\r\u001b[2K")).toBe(true);
  });

  it("is only work where nobody looks", async () => {
    const working = withProgress("asking", work, stream(false));
    await vi.advanceTimersByTimeAsync(2_000);
    expect([await working, written]).toEqual(["done", ""]);
  });
});
