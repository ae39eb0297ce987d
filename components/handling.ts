import type { CustomResourceOptions } from "@pulumi/pulumi";
import { formatPath } from "../model/findings";
import { EVERYTHING, type Handling } from "../plan/handling";
import { SHARED_BY } from "../plan/ownership";
import type { KubernetesObject } from "../workloads/types";

/** What tells Applications apart on an object: on a shared one, whoever delivered last has written it. */
const WRITTEN_BY = [
  ["metadata", "labels", "app.oam.dev/name"],
  ["metadata", "labels", "app.oam.dev/namespace"],
  ["metadata", "labels", "app.oam.dev/component"],
  ["metadata", "annotations", SHARED_BY],
].map(formatPath);

/** What policies about an object mean for its resource. */
export function handlingOptions(handling: Handling, { metadata }: KubernetesObject): CustomResourceOptions {
  const { retain, readOnly, shared } = handling;
  if (readOnly)
    return { id: metadata?.namespace === undefined ? `${metadata?.name}` : `${metadata.namespace}/${metadata.name}` };
  const left = handling.leave.map((path) => (path[0] === EVERYTHING ? EVERYTHING : formatPath(path)));
  const ignoreChanges = [...left, ...(shared ? WRITTEN_BY : [])];
  return { ...(retain ? { retainOnDelete: true } : {}), ...(ignoreChanges.length > 0 ? { ignoreChanges } : {}) };
}

/**
 * What policies about an object have to tell the provider, and other Applications: to take fields over from whoever has set them,
 * to leave behind what the object owns, and that the object is shared.
 */
export function handlingAnnotations(
  { takeOver, shared, orphan }: Handling,
  { metadata }: KubernetesObject,
): Record<string, string> {
  const { "app.oam.dev/name": name = "", "app.oam.dev/namespace": namespace = "" } = metadata?.labels ?? {};
  return {
    ...(takeOver || shared ? FORCE : {}),
    ...(shared ? { [SHARED_BY]: `${namespace}/${name}` } : {}),
    ...(orphan ? { "pulumi.com/deletionPropagationPolicy": "orphan" } : {}),
  };
}

/** Sets fields that somebody else has set. Without, the provider refuses to change them. */
export const FORCE = { "pulumi.com/patchForce": "true" } as const;
