import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Tool } from "./catalog";
import type { Change } from "./changes";
import { ToolError } from "./errors";
import { moduleFolder } from "./go";
import { TOOLS_DIR } from "./paths";

/** What a build with changed modules needs. */
export interface ChangedModules {
  flags: string[];
  /** Files of a build overlay: where the build finds them, and where they are. */
  replace: Record<string, string>;
}

/** Has `go build` take the modules that a tool changes from folders that are there in its overlay only, with a `go.mod` that says so. */
export async function changedModules({ module, changes = [] }: Tool, scratch: string): Promise<ChangedModules> {
  if (changes.length === 0) return { flags: [], replace: {} };
  const replace: Record<string, string> = {};
  const places: string[] = [];
  for (const [index, change] of changes.entries()) {
    const place = join(scratch, `module-${index}`);
    places.push(`replace ${change.module} => ${place}\n`);
    Object.assign(replace, filesOf(change, await moduleFolder(module, change.module), place));
  }
  const modfile = join(scratch, "go.mod");
  const read = (name: string) => readFileSync(join(TOOLS_DIR, module, name), "utf8");
  writeFileSync(modfile, [read("go.mod"), ...places].join("\n"));
  writeFileSync(join(scratch, "go.sum"), read("go.sum"));
  return { flags: [`-modfile=${modfile}`], replace };
}

/** All files of a module but its tests, as if they were in another place; those that are changed are written there. */
function filesOf(change: Change, source: string, place: string): Record<string, string> {
  const replace: Record<string, string> = {};
  for (const file of readdirSync(source, { recursive: true, withFileTypes: true })) {
    if (!file.isFile() || file.name.endsWith("_test.go")) continue;
    const from = join(file.parentPath, file.name);
    replace[join(place, from.slice(source.length))] = from;
  }
  const written = (name: string, text: string) => {
    const changed = join(`${place}.changed`, name);
    mkdirSync(dirname(changed), { recursive: true });
    writeFileSync(changed, text);
    replace[join(place, name)] = changed;
  };
  // A module from before there were modules has none.
  if (!existsSync(join(source, "go.mod"))) written("go.mod", `module ${change.module}\n`);
  for (const [name, edits] of Object.entries(change.files))
    written(name, edited(`${change.module}/${name}`, readFileSync(join(source, name), "utf8"), edits));
  return replace;
}

/**
 * A text with changes.
 *
 * @param name what to call it in errors
 * @throws ToolError when a text that is to be changed is not there exactly once
 */
export function edited(name: string, text: string, edits: Change["files"][string]): string {
  return edits.reduce((before, [from, to]) => {
    const parts = before.split(from);
    if (parts.length === 2) return parts.join(to);
    throw new ToolError(`${name}: ${JSON.stringify(from)} is there ${parts.length - 1} times, not once`);
  }, text);
}
