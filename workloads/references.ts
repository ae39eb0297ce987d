import type { KubernetesObject } from "./types";

/** Something outside the documents that rendering needs. All of them are read before anything is planned. */
export type Reference = ObjectReference | UrlReference | KustomizationReference | ChartReference;

/** Objects that another document of the files has, or else a cluster. */
export interface ObjectReference {
  from: "cluster";
  /** Cluster that is asked when the files do not have the object. */
  cluster: string;
  namespace: string;
  type: ObjectType;
  select: { name: string } | { labels: Readonly<Record<string, string>> };
}

/** Which kind of objects is meant; `resource` as in `kubectl get`: `deployment`, `deployments`. No group means any. */
export type ObjectType = { apiVersion: string; kind: string } | { resource: string; group: string | undefined };

/** The objects in a text of YAML on the web. */
export interface UrlReference {
  from: "url";
  url: string;
}

/** The objects that kustomize builds from a folder. */
export interface KustomizationReference {
  from: "kustomization";
  folder: string;
}

/** A Helm chart on this machine: a folder or a packed chart. */
export interface ChartReference {
  from: "chart";
  path: string;
}

/** What was found under a reference: objects, or of a chart a digest of all its content. */
export interface Found {
  objects: readonly KubernetesObject[];
  digest?: string;
}

/** Why nothing was found, as the end of a sentence about the reference, and what to do about it. */
export interface NotFound {
  problem: string;
  hint?: string;
  /** Whether nobody could be asked. */
  silent?: true;
}

/** What was read before planning. */
export interface References {
  /** Undefined when nobody has tried to read it. */
  get(reference: Reference): Found | NotFound | undefined;
}

/** References for planning without any reading. */
export const NOTHING_READ: References = { get: () => undefined };

/** Two references with the same key mean the same. */
export function referenceKey(reference: Reference): string {
  return JSON.stringify(reference);
}

/** Says shortly what a reference means: `ConfigMap "settings" in namespace "prod"`. */
export function describeReference(reference: Reference): string {
  switch (reference.from) {
    case "cluster":
      return describeObjects(reference);
    case "url":
      return reference.url;
    case "kustomization":
      return `the kustomization in "${reference.folder}"`;
    case "chart":
      return `the chart "${reference.path}"`;
  }
}

function describeObjects({ type, select, namespace }: ObjectReference): string {
  const kind = "kind" in type ? type.kind : type.resource;
  return `${kind} ${"name" in select ? `"${select.name}"` : labelled(select.labels)} in namespace "${namespace}"`;
}

function labelled(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  return pairs.length === 0 ? "of any name" : `with the labels ${pairs.join(",")}`;
}
