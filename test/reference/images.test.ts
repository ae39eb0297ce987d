import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { pictures } from "../../reference/images/pictures";
import { terminalSvg } from "../../reference/images/svg";
import { userPages } from "../support/shown-commands";

const ROOT = resolve(__dirname, "../..");
const FOLDER = join(ROOT, "docs/images");

/** What a picture may weigh, in bytes. */
const LARGEST = 150_000;

describe("the pictures in the documentation", () => {
  beforeAll(() => {
    vi.stubEnv("FORCE_COLOR", "1");
  });
  afterAll(() => {
    vi.unstubAllEnvs();
  });

  it("of terminals show what the commands print: npm run screenshots writes them", () => {
    for (const [file, text] of Object.entries(pictures())) {
      expect(text).toBe(existsSync(join(FOLDER, file)) ? readFileSync(join(FOLDER, file), "utf8") : undefined);
      expect(text, file).toMatch(/<tspan fill="#(?!8b949e)/);
    }
  });

  it("are small, and each is shown with words for those who do not see it", () => {
    const text = userPages()
      .map((page) => readFileSync(join(ROOT, page), "utf8"))
      .join("\n");
    for (const file of readdirSync(FOLDER)) {
      expect(statSync(join(FOLDER, file)).size, file).toBeLessThan(LARGEST);
      expect(text).toMatch(new RegExp(`(!\\[[^\\]]{20,}\\]\\([^)]*${file}\\)|<(source|img)[^>]*${file})`));
    }
    for (const [image] of text.matchAll(/<img[^>]*>/g)) expect(image).toMatch(/alt="[^"]{20,}"/);
  });
});

describe("a picture of a terminal", () => {
  const picture = terminalSvg("a <b", "plain\n \u001b[32mgreen\u001b[39m & \u001b[31mred\u001b[39m\n");

  it("has what was printed, in its colours, and nothing that could be markup", () => {
    expect(picture).toContain("$ a &lt;b</tspan>");
    expect(picture).toContain(">plain</text>");
    expect(picture).toContain('> <tspan fill="#56d364">green</tspan> &amp; <tspan fill="#ff7b72">red</tspan></text>');
  });

  it("is as large as it has to be", () => {
    const height = (text: string) => Number(/height="(\d+)"/.exec(terminalSvg("a", text))?.[1]);
    expect(height("1\n2\n3\n") - height("1\n")).toBe(40);
    const width = (text: string) => Number(/width="(\d+)"/.exec(terminalSvg("a", text))?.[1]);
    expect(width("x".repeat(100))).toBeGreaterThan(width("x".repeat(50)));
    expect(width(`\u001b[32m${"x".repeat(50)}\u001b[39m`)).toBe(width("x".repeat(50)));
  });
});
