import { isObject, type Json } from "../../model/json";
import type { KubernetesObject, ObjectMeta } from "../types";

/** Metadata that a server writes, and that means nothing in another cluster. */
const SERVER_METADATA = [
  "creationTimestamp",
  "deletionGracePeriodSeconds",
  "deletionTimestamp",
  "generation",
  "managedFields",
  "ownerReferences",
  "resourceVersion",
  "selfLink",
  "uid",
];

/**
 * Annotations of whoever applied the object where it was found, or of a controller there. Some hold a copy of the whole object,
 * of a Secret too.
 */
const FOREIGN_ANNOTATIONS = [
  "app.oam.dev/last-applied-configuration",
  "app.oam.dev/last-applied-time",
  "deployment.kubernetes.io/revision",
  "kubectl.kubernetes.io/last-applied-configuration",
];

/** Says where an object was delivered to; it would pin the object to that cluster. */
const FOREIGN_LABELS = ["app.oam.dev/cluster"];

/** An object as somebody could have written it: without its status and what servers and other tools wrote into it. */
export function referredObject({ status: _, metadata = {}, ...object }: KubernetesObject): KubernetesObject {
  const { labels, annotations, ...rest } = without(metadata, SERVER_METADATA);
  const cleaned: ObjectMeta = {
    ...rest,
    ...(labels && { labels: without(labels, FOREIGN_LABELS) }),
    ...(annotations && { annotations: without(annotations, FOREIGN_ANNOTATIONS) }),
  };
  return { ...withoutAddress(object as KubernetesObject), metadata: cleaned };
}

/** A Service without the address it was given, unless that says that it has none. */
function withoutAddress(object: KubernetesObject): KubernetesObject {
  const { apiVersion, kind, spec } = object;
  if (apiVersion !== "v1" || kind !== "Service" || !isObject(spec) || spec.clusterIP === "None") return object;
  return { ...object, spec: without(spec, ["clusterIP", "clusterIPs"]) };
}

function without<T extends Record<string, Json | undefined>>(map: T, keys: readonly string[]): T {
  return Object.fromEntries(Object.entries(map).filter(([key]) => !keys.includes(key))) as T;
}
