import { z } from "zod";
import { anyJson, stringMap } from "../pod/schema";
import { kubernetesObject } from "../pod/sparse";
import type { KubernetesObject } from "../types";

/** Metadata as people write it. */
export const metadataSchema = z
  .object({
    name: z.string().optional().describe("Name of the object"),
    namespace: z.string().optional().describe("Namespace of the object; the one of the placement when absent"),
    labels: stringMap.nullish().describe("Labels of the object"),
    annotations: stringMap.nullish().describe("Annotations of the object"),
  })
  .catchall(anyJson);

/** A Kubernetes object as people write it. Everything that is not described here is taken as it is. */
export const manifestSchema = z
  .object({
    apiVersion: z.string().min(1).describe("API group and version, such as `apps/v1`"),
    kind: z.string().min(1).describe("Kind of the object, such as `Deployment`"),
    metadata: metadataSchema.nullish().describe("Name, namespace, labels and annotations"),
  })
  .catchall(anyJson);

/** The object of a manifest. Metadata, labels and annotations that are null count as absent. */
export function fromManifest({ metadata, ...rest }: z.infer<typeof manifestSchema>): KubernetesObject {
  if (metadata === undefined || metadata === null) return kubernetesObject(rest);
  const { labels, annotations, ...others } = metadata;
  return kubernetesObject({
    ...rest,
    metadata: { ...others, labels: labels ?? undefined, annotations: annotations ?? undefined },
  });
}
