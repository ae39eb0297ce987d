import { z } from "zod";
import { type RenderContext, RenderError } from "../types";
import { stringMap } from "./schema";
import type { Sparse } from "./sparse";

/** Labels and annotations of the pods. */
export const metadataShape = {
  labels: stringMap.optional().describe("Labels of the pods"),
  annotations: stringMap.optional().describe("Annotations of the pods"),
};

/** Whether pods are told apart by the revision of their component. */
export const revisionShape = {
  addRevisionLabel: z
    .boolean()
    .default(false)
    .describe("Whether pods carry the revision of the component in label `app.oam.dev/revision`"),
};

/** What of a component's properties ends in the metadata of its pods. */
export interface MetadataProperties {
  labels?: Record<string, string> | undefined;
  annotations?: Record<string, string> | undefined;
  addRevisionLabel?: boolean;
}

/**
 * Metadata of a pod template: the labels that Services and other tools select pods by, and what the properties say.
 * Throws `RenderError` when a label of the properties would contradict one of the former.
 */
export function podMetadata(properties: MetadataProperties, context: RenderContext): Sparse {
  const { labels = {}, annotations, addRevisionLabel } = properties;
  const own: Record<string, string> = {
    "app.oam.dev/name": context.appName,
    "app.oam.dev/component": context.name,
    ...(addRevisionLabel ? { "app.oam.dev/revision": context.revision ?? "" } : {}),
  };
  for (const [key, value] of Object.entries(own)) {
    if (labels[key] === undefined || labels[key] === value) continue;
    throw new RenderError(`label ${key} is set by the component and cannot be ${JSON.stringify(labels[key])}`, [
      "labels",
      key,
    ]);
  }
  return { labels: { ...labels, ...own }, annotations };
}
