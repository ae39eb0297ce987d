import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { isObject, type JsonObject } from "../../model/json";
import { sortedEntries } from "../entries";
import { forContainers, patchContainers } from "../patch/containers";
import { stringMap } from "../pod/schema";
import type { SparseObject } from "../pod/sparse";
import { RenderError, traitType } from "../types";
import { POD_WORKLOADS } from "./applies-to";

const shape = {
  env: stringMap.default({}).describe("Values by name of the variable"),
  unset: z.array(z.string()).default([]).describe("Names of variables to remove; they win over `env`"),
  replace: z.boolean().default(false).describe("Whether all variables that are there already are removed"),
};

interface Changes {
  env: Record<string, string>;
  unset: string[];
  replace: boolean;
}

/** Trait `env`: sets and removes environment variables of containers. */
export const env = traitType({
  name: "env",
  description: "Sets and removes environment variables of containers",
  appliesTo: POD_WORKLOADS,
  schema: forContainers(shape),
  apply: (properties, context) =>
    patchContainers(properties, context, (changes, container) => ({ env: changed(changes, container) }), {
      env: { strategy: "replace" },
    }),
});

/** The variables that were there keep their place, new ones follow in the order of their names. */
function changed({ env, unset, replace }: Changes, container: JsonObject): SparseObject[] {
  const before = Array.isArray(container.env) ? container.env.filter(isObject) : [];
  refuseContradictions(before);
  const kept = replace ? [] : before.filter(({ name }) => !unset.includes(String(name)));
  const added = sortedEntries(env).filter(
    ([name]) => !unset.includes(name) && (replace || !before.some((variable) => variable.name === name)),
  );
  return [...kept.map((variable) => valued(variable, env)), ...added.map(([name, value]) => ({ name, value }))];
}

/** A variable that is there twice, with different values, has no value that could be kept. */
function refuseContradictions(variables: JsonObject[]): void {
  const seen = new Map<unknown, JsonObject>();
  for (const variable of variables) {
    const other = seen.get(variable.name);
    if (other !== undefined && !isDeepStrictEqual(other, variable)) {
      throw new RenderError(`environment variable ${variable.name} is set twice, to different values`);
    }
    seen.set(variable.name, variable);
  }
}

function valued({ name, value, valueFrom }: JsonObject, env: Record<string, string>): SparseObject {
  const key = String(name);
  return Object.hasOwn(env, key) ? { name, value: env[key] } : { name, value, valueFrom };
}
