import { z } from "zod";
import type { JsonObject } from "../../model/json";
import { forContainers, patchContainers } from "../patch/containers";
import { RenderError, traitType } from "../types";
import { POD_WORKLOADS } from "./applies-to";

const words = z.array(z.string()).nullable().default(null);
const shape = {
  command: words.describe("Program and its first arguments, instead of what is there"),
  args: words.describe("Arguments, instead of those that are there"),
  addArgs: words.describe("Arguments to add to those that are there; not together with `args`"),
  delArgs: words.describe("Arguments to remove from those that are there; not together with `args`"),
};

/** Trait `command`: program and arguments of containers. */
export const command = traitType({
  name: "command",
  description: "Sets program and arguments of containers",
  appliesTo: POD_WORKLOADS,
  schema: forContainers(shape),
  apply: (properties, context) =>
    patchContainers(
      properties,
      context,
      (changes, container) => ({ command: changes.command ?? undefined, args: changedArgs(changes, container) }),
      { command: { strategy: "replace" }, args: { strategy: "replace" } },
    ),
});

interface Changes {
  args: string[] | null;
  addArgs: string[] | null;
  delArgs: string[] | null;
}

/** The list is written also where it is empty, as KubeVela does. */
function changedArgs({ args, addArgs, delArgs }: Changes, container: JsonObject): string[] {
  if (args !== null && (addArgs !== null || delArgs !== null)) {
    throw new RenderError("cannot set addArgs/delArgs and args at the same time", ["args"]);
  }
  const before = args ?? argsOf(container);
  const added = (addArgs ?? []).filter((arg) => !before.includes(arg));
  return [...before, ...added].filter((arg) => !delArgs?.includes(arg));
}

function argsOf({ args }: JsonObject): string[] {
  return Array.isArray(args) ? args.filter((arg) => typeof arg === "string") : [];
}
