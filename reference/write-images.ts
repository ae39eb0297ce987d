import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { chromium } from "playwright-core";
import { html } from "../report/render/html/page";
import { findBrowser } from "../test/support/browser";
import { pictures } from "./images/pictures";
import { exampleReport } from "./images/report";

const FOLDER = resolve(__dirname, "../docs/images");

/** The size of the pictures of the page, in pixels. */
const VIEWPORT = { width: 1000, height: 760 };

/** Takes a picture of the page of `flotilla diff`, in light and in dark. */
async function photograph(): Promise<void> {
  const executablePath = findBrowser();
  if (executablePath === undefined) throw new Error("there is no Chromium: set CHROME_PATH");
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  try {
    for (const colorScheme of ["light", "dark"] as const) {
      const page = await browser.newPage({ viewport: VIEWPORT, colorScheme });
      await page.setContent(html(exampleReport()));
      await page.getByRole("button", { name: "Open all" }).click();
      await page.screenshot({ path: join(FOLDER, `report-${colorScheme}.png`) });
    }
  } finally {
    await browser.close();
  }
}

async function main(): Promise<void> {
  process.env.FORCE_COLOR = "1";
  for (const [file, text] of Object.entries(pictures())) writeFileSync(join(FOLDER, file), text);
  await photograph();
}

/** `npm run screenshots`: what commands print and the page of `flotilla diff`, as pictures in `docs/images`. */
main();
