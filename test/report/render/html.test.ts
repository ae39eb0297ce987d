import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Window } from "happy-dom";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { html } from "../../../report/render/html/page";
import { reportOf } from "../../../report/report";
import { findBrowser } from "../../support/browser";
import { changesReport } from "../recorded";
import { fleet, step } from "../synthetic";

/** The page as a document, without a browser. */
function documentOf(text: string) {
  const window = new Window();
  window.document.write(text);
  return window.document;
}

describe("the page", () => {
  const page = html(changesReport());
  const document = documentOf(page);

  it("needs nothing from anywhere, and lets nothing else run", () => {
    expect(page).not.toMatch(/(?:src|href)="(?!#)/);
    const policy = document.querySelector("meta[http-equiv=Content-Security-Policy]")?.getAttribute("content");
    expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-[^']+'$/);
  });

  it("has the parts by which people with a screen reader find their way", () => {
    expect(document.documentElement.getAttribute("lang")).toBe("en");
    expect(document.querySelectorAll("h1").length).toBe(1);
    expect([...document.querySelectorAll("h2")].map(({ textContent }) => textContent)).toEqual([
      "Order",
      "default/shop first",
      "default/shop last",
      "Clusters",
    ]);
    expect(document.querySelectorAll("header, main").length).toBe(2);
    expect(document.querySelector("svg")?.getAttribute("aria-label")).toMatch(/^2 steps in their order/);
  });

  it("draws a square for every cluster of every step", () => {
    const squares = [...document.querySelectorAll("svg rect:not(.box)")];
    expect(squares.map((square) => [square.getAttribute("class"), square.textContent])).toEqual([
      ["delete", "beijing-1: delete"],
      ["delete", "beijing-2: delete"],
      ["none", "us-west-1: no change"],
    ]);
  });

  it("shows names that look like HTML as text", () => {
    const name = `</script><script>alert("x")</script>' onclick=alert(1)`;
    const evil = documentOf(html(reportOf({ steps: [step("create", name, name, name)], diagnostics: [] })));
    expect(evil.querySelectorAll("script").length).toBe(1);
    expect(evil.querySelectorAll("[onclick]").length).toBe(0);
  });

  it("tells equal changes in 500 clusters once, and its size does not grow with them", () => {
    const { preview, facts } = fleet(500, 20);
    const text = html(reportOf(preview, facts));
    expect(documentOf(text).querySelectorAll("details[data-action]").length).toBe(20);
    expect(text.length).toBeLessThan(500_000);
  });
});

const executablePath = findBrowser();

/** Where no browser can be had, the tests above are all there is. */
describe.runIf(executablePath !== undefined)("the page in a browser", () => {
  const folder = mkdtempSync(join(tmpdir(), "flotilla-page-"));
  let browser: Browser;
  let page: Page;

  /** Opens a report; whatever the browser complains about is in the result. */
  async function open(report: Parameters<typeof html>[0], colorScheme: "light" | "dark" = "light"): Promise<string[]> {
    const file = join(folder, "report.html");
    writeFileSync(file, html(report));
    page = await browser.newPage({ colorScheme });
    const complaints: string[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.goto(`file://${file}`);
    return complaints;
  }

  const shown = () => page.locator("details[data-action]:visible").count();

  beforeAll(async () => {
    const args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"];
    browser = await chromium.launch({ ...(executablePath === undefined ? {} : { executablePath }), args });
  });

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  it("runs without a complaint", async () => {
    expect(await open(changesReport())).toEqual([]);
    expect(await page.title()).toBe("local: 4 updated, 2 replaced, 4 deleted");
    expect(await page.getByRole("status").textContent()).toBe("5 changes shown");
  });

  it("finds changes by cluster, kind, name and field, and by what happens", async () => {
    await open(changesReport());
    await page.getByRole("searchbox").fill("image job");
    expect(await shown()).toBe(1);
    await page.getByRole("searchbox").fill("");
    await page.getByLabel("delete").uncheck();
    expect(await shown()).toBe(3);
    await page.getByRole("searchbox").fill("nothing like it");
    expect([await shown(), await page.getByRole("status").textContent()]).toEqual([0, "0 changes shown"]);
    expect(await page.getByRole("heading", { name: "default/shop first" }).isVisible()).toBe(false);
  });

  it("opens and closes all details, also by keyboard", async () => {
    await open(changesReport());
    await page.getByRole("button", { name: "Open all" }).click();
    expect(await page.getByText('"registry.example/web:2"').isVisible()).toBe(true);
    await page.getByRole("button", { name: "Close all" }).focus();
    await page.keyboard.press("Enter");
    expect(await page.getByText('"registry.example/web:2"').isVisible()).toBe(false);
  });

  it.each(["light", "dark"] as const)("has no barrier that axe knows of, when it is %s", async (scheme) => {
    await open(changesReport(), scheme);
    // The page's policy keeps scripts out, so axe is evaluated instead of added.
    await page.evaluate(readFileSync(require.resolve("axe-core"), "utf8"));
    const violations = await page.evaluate(
      "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes[0].html]))",
    );
    expect(violations).toEqual([]);
  });

  it("fits into a window with 5 and with 500 clusters", async () => {
    for (const clusters of [5, 500]) {
      const { preview, facts } = fleet(clusters, 3);
      await open(reportOf(preview, facts));
      await page.setViewportSize({ width: 360, height: 800 });
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(360);
    }
  });
});
