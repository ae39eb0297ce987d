import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { buildKustomization } from "../tools/kustomize";
import type { Found, NotFound } from "../workloads/references";
import { parseManifests } from "./manifests";

/** Names that kustomize looks for. */
const FILES = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

/** Builds a kustomization. Its path is made absolute, because the name of a folder could be an option of the program. */
export async function readKustomization(folder: string): Promise<Found | NotFound> {
  if (!FILES.some((name) => existsSync(join(folder, name)))) {
    return { problem: "is not there", hint: `check the path: the folder must have a ${FILES[0]}` };
  }
  try {
    const { code, stdout, stderr } = await buildKustomization(resolve(folder));
    return code === 0 ? parseManifests(folder, stdout) : { problem: `cannot be built: ${lastLine(stderr)}` };
  } catch (error) {
    return { problem: `cannot be built: ${error instanceof Error ? error.message : "unknown reason"}` };
  }
}

function lastLine(text: string): string {
  return (text.trim().split("\n").at(-1) ?? "").replace(/^error: /i, "");
}
