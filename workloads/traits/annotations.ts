import { z } from "zod";
import { jsonMergePatch } from "../patch/json";
import { lookup, nest } from "../patch/lookup";
import { traitType } from "../types";
import { ANY_WORKLOAD } from "./applies-to";

/** Where annotations go: to the workload, and to the templates of the pods and jobs that it creates. */
const PLACES = [[], ["spec", "template"], ["spec", "jobTemplate"], ["spec", "jobTemplate", "spec", "template"]];

/** Trait `annotations`: annotations of the workload and of the jobs and pods that it creates. */
export const annotations = traitType({
  name: "annotations",
  description: "Adds annotations to the workload, and to the jobs and pods that it creates",
  appliesTo: ANY_WORKLOAD,
  schema: z.record(z.string(), z.string().nullable()).describe("Annotations by key; `null` removes one"),
  apply(annotations, { workload }) {
    const places = PLACES.filter((path) => lookup(workload, ...path) !== undefined);
    return {
      workload: places.reduce(
        (object, path) => jsonMergePatch(object, nest(path, { metadata: { annotations } })),
        workload,
      ),
    };
  },
});
