import { z } from "zod";
import { jsonMergePatch } from "../patch/json";
import { lookup } from "../patch/lookup";
import { traitType } from "../types";
import { ANY_WORKLOAD } from "./applies-to";

/** Trait `labels`: labels of the workload and of its pods. */
export const labels = traitType({
  name: "labels",
  description: "Adds labels to the workload and to its pods",
  appliesTo: ANY_WORKLOAD,
  schema: z.record(z.string(), z.string().nullable()).describe("Labels by key; `null` removes one"),
  apply(labels, { workload }) {
    const metadata = { labels };
    const pods = lookup(workload, "spec", "template") === undefined ? {} : { spec: { template: { metadata } } };
    return { workload: jsonMergePatch(workload, { metadata, ...pods }) };
  },
});
