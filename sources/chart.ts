import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import type { Found, NotFound } from "../workloads/references";
import { outside } from "./confine";

/**
 * Finds a chart on this machine and digests its content. Helm follows symbolic links, and a template can print any file of its chart.
 *
 * @param folders what symbolic links in the chart may lead to
 */
export function readChart(path: string, folders: readonly string[]): Found | NotFound {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory();
  const isChart = isFolder ? existsSync(join(path, "Chart.yaml")) : isFolder === false;
  if (!isChart) return NO_CHART;
  const entries = isFolder ? entriesIn(path) : [path];
  const foreign = entries.find((entry) => outside(entry, [path, ...folders]) !== undefined);
  if (foreign !== undefined) return leadsOut(relative(path, foreign));
  return { objects: [], digest: digestOf(entries.filter(isFile), path) };
}

const NO_CHART: NotFound = {
  problem: "is not there",
  hint: "give the url of a chart that is in a repository; the path of any other starts at the folder of the file that names it",
};

function leadsOut(link: string): NotFound {
  return {
    problem: `has the symbolic link "${link}", which leads outside of the folder that flotilla runs in, and of those of the documents`,
    hint: "replace it by the file itself",
  };
}

function entriesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => join(folder, name));
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

/** The same wherever the chart lies. */
function digestOf(files: readonly string[], root: string): string {
  const hash = createHash("sha256");
  for (const file of files.toSorted()) {
    hash.update(`${relative(root, file)}\0`).update(createHash("sha256").update(readFileSync(file)).digest());
  }
  return hash.digest("hex").slice(0, 16);
}
