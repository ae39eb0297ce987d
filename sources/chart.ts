import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import type { Found, NotFound } from "../workloads/references";

/** Finds a chart on this machine and digests its content. */
export function readChart(path: string): Found | NotFound {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory();
  const isChart = isFolder ? existsSync(join(path, "Chart.yaml")) : isFolder === false;
  return isChart ? { objects: [], digest: digestOf(isFolder ? filesIn(path) : [path], path) } : NO_CHART;
}

const NO_CHART: NotFound = {
  problem: "is not there",
  hint: "give the url of a chart that is in a repository; the path of any other starts at the folder of the file that names it",
};

function filesIn(folder: string): string[] {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => join(folder, name));
  return paths.filter((path) => statSync(path).isFile());
}

/** The same wherever the chart lies. */
function digestOf(files: readonly string[], root: string): string {
  const hash = createHash("sha256");
  for (const file of files.toSorted()) {
    hash.update(`${relative(root, file)}\0`).update(createHash("sha256").update(readFileSync(file)).digest());
  }
  return hash.digest("hex").slice(0, 16);
}
