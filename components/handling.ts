import type { CustomResourceOptions } from "@pulumi/pulumi";
import type { Handling } from "../plan/handling";
import type { KubernetesObject } from "../workloads/types";

/** What policies about an object mean for its resource. */
export function handlingOptions(handling: Handling, { metadata }: KubernetesObject): CustomResourceOptions {
  const { retain, ignoreChanges, readOnly } = handling;
  if (readOnly)
    return { id: metadata?.namespace === undefined ? `${metadata?.name}` : `${metadata.namespace}/${metadata.name}` };
  return { ...(retain ? { retainOnDelete: true } : {}), ...(ignoreChanges.length > 0 ? { ignoreChanges } : {}) };
}

/**
 * What policies about an object have to tell the provider: to take fields over from whoever had set them, or to leave
 * behind what the object owns.
 */
export function handlingAnnotations({ takeOver, orphan }: Handling): Record<string, string> {
  return {
    ...(takeOver ? { "pulumi.com/patchForce": "true" } : {}),
    ...(orphan ? { "pulumi.com/deletionPropagationPolicy": "orphan" } : {}),
  };
}
