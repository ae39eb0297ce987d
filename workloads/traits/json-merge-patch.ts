import { z } from "zod";
import { jsonMergePatch as applyJsonMergePatch } from "../patch/json";
import { anyJson } from "../pod/schema";
import { traitType } from "../types";
import { ANY_WORKLOAD } from "./applies-to";

/** Trait `json-merge-patch`: changes to the workload by JSON merge patch. */
export const jsonMergePatch = traitType({
  name: "json-merge-patch",
  description: "Patches the workload with a JSON merge patch (RFC 7396)",
  appliesTo: ANY_WORKLOAD,
  schema: z.record(z.string(), anyJson).describe("The patch: maps merge, `null` deletes, everything else replaces"),
  apply: (patch, { workload }) => ({ workload: applyJsonMergePatch(workload, patch) }),
});
