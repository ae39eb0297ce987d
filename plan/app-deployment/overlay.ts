import { isObject, type Json, type JsonObject } from "../../model/json";
import type { KubernetesObject } from "../../workloads/types";

/** Says which component an object is of. */
export const COMPONENT_LABEL = "app.oam.dev/component";

/** Says which revision an object, and a pod, is of. */
export const REVISION_LABEL = "app.oam.dev/appRevision";

/** Says which AppDeployment delivers an object. */
export const DEPLOYMENT_LABEL = "app.oam.dev/appDeployment";

/** Labels an object, its pods and everything that selects pods of a component with the revision. */
export function labelRevision(object: KubernetesObject, revision: string, deployment: string): KubernetesObject {
  const component = object.metadata?.labels?.[COMPONENT_LABEL] ?? "";
  const labelled = withPods(addWherever(object as JsonObject, revision), {
    [COMPONENT_LABEL]: component,
    [REVISION_LABEL]: revision,
  });
  const { metadata, ...rest } = labelled;
  const { labels } = isObject(metadata) ? metadata : {};
  const own = { ...(isObject(labels) ? labels : {}), [REVISION_LABEL]: revision, [DEPLOYMENT_LABEL]: deployment };
  return { ...object, ...rest, metadata: { ...object.metadata, labels: own } };
}

/** Adds the revision to every map of labels that has the component. */
function addWherever(value: JsonObject, revision: string): JsonObject {
  const visit = (item: Json): Json =>
    Array.isArray(item) ? item.map(visit) : isObject(item) ? addWherever(item, revision) : item;
  const entries = Object.entries(value).map(([key, item]): [string, Json] => [key, visit(item)]);
  return { ...Object.fromEntries(entries), ...(COMPONENT_LABEL in value ? { [REVISION_LABEL]: revision } : {}) };
}

/** Labels the pods of a controller, also one that selects them by labels of its own. */
function withPods(object: JsonObject, labels: Record<string, string>): JsonObject {
  const { spec } = object;
  if (!isObject(spec) || !isObject(spec.template) || !isObject(spec.selector)) return object;
  const { template, selector } = spec;
  const metadata = isObject(template.metadata) ? template.metadata : {};
  const podLabels = { ...(isObject(metadata.labels) ? metadata.labels : {}), ...labels };
  const matchLabels = {
    ...(isObject(selector.matchLabels) ? selector.matchLabels : {}),
    [REVISION_LABEL]: labels[REVISION_LABEL] ?? "",
  };
  return {
    ...object,
    spec: {
      ...spec,
      selector: { ...selector, matchLabels },
      template: { ...template, metadata: { ...metadata, labels: podLabels } },
    },
  };
}

/** Controllers of pods that have no number of replicas. */
const NOT_SCALABLE: readonly string[] = ["DaemonSet", "Job", "CronJob"];

/** Whether an object has a number of replicas. */
export function isScalable({ kind, spec }: KubernetesObject): boolean {
  return isObject(spec) && !NOT_SCALABLE.includes(kind) && (spec.replicas !== undefined || isObject(spec.template));
}

/** The object with a number of replicas. */
export function scale(object: KubernetesObject, replicas: number): KubernetesObject {
  return { ...object, spec: { ...(isObject(object.spec) ? object.spec : {}), replicas } };
}
