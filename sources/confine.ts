import { realpathSync } from "node:fs";
import { dirname, isAbsolute, relative, sep } from "node:path";
import type { Documents } from "../model/application";
import type { NotFound } from "../workloads/references";

/** The folders that documents may name files in: the one that flotilla runs in, and those of the documents themselves. */
export function foldersFor({ applications, policies, workflows, objects }: Documents): string[] {
  const origins = [...applications, ...policies, ...workflows, ...objects].map(({ origin }) => origin);
  return [...new Set([".", ...origins.map(({ source }) => dirname(source.file))])];
}

/** Why a path may not be read: it, or what a symbolic link on the way leads to, is in none of the folders. */
export function outside(path: string, folders: readonly string[]): NotFound | undefined {
  const target = real(path);
  if (target === undefined || folders.some((folder) => isInside(target, real(folder)))) return undefined;
  return {
    problem: "is outside of the folder that flotilla runs in, and of those of the documents",
    hint: "copy it beside the document: what an Application names must not be any file of this machine",
  };
}

/** Undefined when there is nothing. */
function real(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

function isInside(path: string, folder: string | undefined): boolean {
  if (folder === undefined) return false;
  const way = relative(folder, path);
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
