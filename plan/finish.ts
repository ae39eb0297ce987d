import { createHash } from "node:crypto";
import type { Application, Component } from "../model/application";
import { isRelease } from "../workloads/release";
import type { Auxiliary, KubernetesObject, ObjectMeta } from "../workloads/types";
import { REVISION_ONLY } from "./revisions/only";
import { isClusterScoped } from "./scope";

/** Pins an object to a cluster, whatever the placement says, when the object brings it along. */
export const CLUSTER_LABEL = "app.oam.dev/cluster";

/** For whom and where objects are finished. `namespace` undefined: the objects' own, else the Application's. */
export interface Target {
  application: Application;
  component: Component;
  namespace: string | undefined;
}

/** The labels that people's selectors and dashboards rely on; they win over labels of the same name. */
function contractLabels({ application, component }: Target): Record<string, string> {
  return {
    "app.oam.dev/name": application.name,
    "app.oam.dev/namespace": application.namespace,
    "app.oam.dev/component": component.name,
    ...(component.replicaKey === undefined ? {} : { "app.oam.dev/replicaKey": component.replicaKey }),
  };
}

/** Names, places and labels the workload of a component. Semantics: KubeVela `pkg/appfile`, `assemble`. */
export function finishWorkload(object: KubernetesObject, target: Target): KubernetesObject {
  return finish(object, target, target.component.name, {
    "app.oam.dev/resourceType": "WORKLOAD",
    "workload.oam.dev/type": target.component.type,
  });
}

/** Names, places and labels an object beside the workload. */
export function finishAuxiliary({ key, trait, object }: Auxiliary, target: Target): KubernetesObject {
  const type = trait ?? "AuxiliaryWorkload";
  return finish(object, target, auxiliaryName(target, type, key), {
    "app.oam.dev/resourceType": "TRAIT",
    "trait.oam.dev/type": type,
    "trait.oam.dev/resource": key,
  });
}

/** `<component>-<type>-<hash>`; the hash does not depend on properties, so that the name stays when they change. */
function auxiliaryName({ application, component }: Target, type: string, key: string): string {
  const identity = [application.namespace, application.name, component.name, type, key].join("/");
  const hash = createHash("sha256").update(identity).digest("hex").slice(0, 10);
  return `${component.name}-${type.toLowerCase()}-${hash}`;
}

function finish(
  object: KubernetesObject,
  target: Target,
  defaultName: string,
  roleLabels: Record<string, string>,
): KubernetesObject {
  const { namespace: own, labels, annotations, ...rest } = object.metadata ?? {};
  const metadata: ObjectMeta = {
    ...rest,
    name: rest.name || defaultName,
    ...(isClusterScoped(object) ? {} : { namespace: namespaceOf(object, own, target) }),
    labels: { ...labels, ...passedLabels(target.application), ...contractLabels(target), ...roleLabels },
  };
  const allAnnotations = passedAnnotations({ ...annotations, ...target.application.annotations }, target.application);
  if (Object.keys(allAnnotations).length > 0) metadata.annotations = allAnnotations;
  const { apiVersion, kind, metadata: _, ...fields } = object;
  return { apiVersion, kind, metadata, ...fields };
}

/**
 * The namespace of a topology wins over an object's own, but not over a release's: in KubeVela, that is not the namespace of an object,
 * but something that an object says.
 */
function namespaceOf(object: KubernetesObject, own: string | undefined, { namespace, application }: Target): string {
  if (own && isRelease(object)) return own;
  return namespace ?? (own || application.namespace);
}

const LABEL_FILTER = "filter.oam.dev/label-keys";
const ANNOTATION_FILTER = "filter.oam.dev/annotation-keys";

/** Annotations that say something about the Application itself and mean nothing on its objects. */
const OWN_ANNOTATIONS = [
  LABEL_FILTER,
  ANNOTATION_FILTER,
  "app.oam.dev/inplace-upgrade",
  REVISION_ONLY,
  "kubectl.kubernetes.io/last-applied-configuration",
];

function passedLabels({ labels, annotations }: Application): Record<string, string> {
  const filtered = listed(annotations[LABEL_FILTER]).map((key) => key.trim());
  return without(labels, filtered);
}

/** What is filtered goes wherever it came from, also when the object itself had it. Unlike labels, keys are not trimmed. */
function passedAnnotations(
  all: Record<string, string>,
  { annotations }: Pick<Application, "annotations">,
): Record<string, string> {
  return without(all, [...OWN_ANNOTATIONS, ...listed(annotations[ANNOTATION_FILTER])]);
}

function listed(value: string | undefined): string[] {
  return value?.split(",") ?? [];
}

function without(map: Record<string, string>, keys: string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(map).filter(([key]) => !keys.includes(key)));
}
