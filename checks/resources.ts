import { z } from "zod";
import { isObject, type JsonObject } from "../model/json";
import { containersIn } from "./pods";
import { objectCheck, type Violation } from "./types";

const names = z.array(z.enum(["cpu", "memory", "ephemeral-storage"]));

/** Without requests the scheduler guesses, without limits one container takes a node from all others. */
export const resources = objectCheck({
  name: "resources",
  description: "Every container says which resources it requests, and which limits it has",
  about: "objects",
  parameters: {
    requests: names.default(["cpu", "memory"]).describe("What must be requested. A limit counts as a request"),
    limits: names
      .default(["cpu", "memory"])
      .describe("What must be limited; `[memory]` where CPU may be shared freely"),
  },
  check: (object, { requests, limits }) =>
    containersIn(object).flatMap(({ path, value }): Violation[] => {
      const set = isObject(value.resources) ? value.resources : {};
      const missing = [
        ...requests
          .filter((name) => !says(set, "requests", name) && !says(set, "limits", name))
          .map((name) => `requests.${name}`),
        ...limits.filter((name) => !says(set, "limits", name)).map((name) => `limits.${name}`),
      ];
      if (missing.length === 0) return [];
      const hint = "add the properties cpu and memory, or the trait resource";
      return [{ path: [...path, "resources"], problem: `lacks ${missing.join(", ")}`, hint }];
    }),
});

function says(resources: JsonObject, field: "requests" | "limits", name: string): boolean {
  const amounts = resources[field];
  return isObject(amounts) && amounts[name] !== undefined;
}
