import { z } from "zod";
import type { Json, JsonObject } from "../model/json";

/** A resource as `pulumi preview --json` tells about it; secrets are masked already. */
const stateSchema = z.object({
  type: z.string(),
  custom: z.boolean().default(false),
  inputs: z.custom<JsonObject>().optional(),
  outputs: z.custom<JsonObject>().optional(),
  retainOnDelete: z.boolean().optional(),
  /** Whether it was only read. */
  external: z.boolean().optional(),
});

const stepSchema = z.object({
  op: z.string(),
  urn: z.string(),
  provider: z.string().optional(),
  oldState: stateSchema.optional(),
  newState: stateSchema.optional(),
  replaceReasons: z.array(z.string()).nullish(),
  detailedDiff: z.custom<Record<string, Json>>().nullish(),
});

const previewSchema = z.object({
  steps: z.array(stepSchema).default([]),
  diagnostics: z.array(z.object({ message: z.string(), severity: z.string() })).default([]),
});

/** What the engine would do to one resource. */
export type PreviewStep = z.infer<typeof stepSchema>;
/** What `pulumi preview --json` prints, as far as a report needs it. */
export type Preview = z.infer<typeof previewSchema>;

/** Reads what `pulumi preview --json` printed, or undefined when the text is something else. */
export function readPreview(text: string): Preview | undefined {
  try {
    const start = text.indexOf("{");
    const { data } = previewSchema.safeParse(JSON.parse(text.slice(start)));
    return data;
  } catch {
    return undefined;
  }
}

/** Name of the cluster whose provider a resource belongs to, or undefined for what no cluster has. */
export function clusterOfProvider(provider: string | undefined): string | undefined {
  if (!provider?.includes("pulumi:providers:kubernetes::")) return undefined;
  return provider.split("pulumi:providers:kubernetes::")[1]?.split("::").slice(0, -1).join("::");
}
