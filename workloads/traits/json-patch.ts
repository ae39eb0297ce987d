import type { Operation } from "rfc6902";
import { z } from "zod";
import { jsonPatch as applyJsonPatch } from "../patch/json";
import { anyJson } from "../pod/schema";
import { traitType } from "../types";
import { ANY_WORKLOAD } from "./applies-to";

const operation = z.object({
  op: z.enum(["add", "remove", "replace", "move", "copy", "test"]).describe("What to do"),
  path: z.string().describe("JSON Pointer to the value, such as `/spec/template/spec/containers/0/image`"),
  from: z.string().optional().describe("JSON Pointer to the source, for `move` and `copy`"),
  value: anyJson.optional().describe("The value, for `add`, `replace` and `test`"),
});

/** Trait `json-patch`: changes to the workload by JSON Patch. */
export const jsonPatch = traitType({
  name: "json-patch",
  description: "Patches the workload with a JSON Patch (RFC 6902)",
  appliesTo: ANY_WORKLOAD,
  schema: z.object({ operations: z.array(operation).default([]).describe("Operations, in this order") }),
  apply: ({ operations }, { workload }) => ({ workload: applyJsonPatch(workload, operations as Operation[]) }),
});
