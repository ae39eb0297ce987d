import { spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/**
 * A Chromium for tests: `CHROME_PATH`, or one on PATH, or Debian's, which is installed where that is allowed. Undefined when there is
 * none to be had.
 */
export function findBrowser(): string | undefined {
  return process.env.CHROME_PATH ?? onPath() ?? (installed() ? onPath() : undefined);
}

function onPath(): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function installed(): boolean {
  if (process.getuid?.() !== 0) return false;
  const apt = (...args: string[]) => spawnSync("apt-get", args, { stdio: "ignore", timeout: 240_000 }).status === 0;
  const install = () => apt("install", "-y", "--no-install-recommends", "chromium");
  return install() || (apt("update") && install());
}
