import { isObject, type Json, type JsonObject } from "../../model/json";
import type { KubernetesObject } from "../../workloads/types";
import { isClusterScoped } from "../scope";

/** Kinds without a namespace that revisions nevertheless have of their own. */
const OWN_CLUSTER_SCOPED: readonly string[] = ["ClusterRole", "ClusterRoleBinding"];

/** Fields that name an object of a kind. */
const NAMING_FIELDS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    serviceAccountName: "ServiceAccount",
    serviceAccount: "ServiceAccount",
    serviceName: "Service",
    secretName: "Secret",
    claimName: "PersistentVolumeClaim",
  }),
);

/** Fields whose `name` names an object of a kind; those of objects with a `kind` beside the `name` need none. */
const REFERRING_FIELDS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    configMap: "ConfigMap",
    configMapRef: "ConfigMap",
    configMapKeyRef: "ConfigMap",
    secret: "Secret",
    secretRef: "Secret",
    secretKeyRef: "Secret",
    imagePullSecrets: "Secret",
    service: "Service",
  }),
);

/**
 * Puts a suffix to the names of objects, and of each other in them, so that revisions can live side by side: `web` becomes `web-v1`,
 * and so does the target of its autoscaler. Names of containers, hosts and such stay. Objects that belong to a whole cluster, such
 * as definitions of custom resources, keep their names.
 */
export function renameAll(objects: readonly KubernetesObject[], suffix: string): KubernetesObject[] {
  const own = objects.filter((object) => !isClusterScoped(object) || OWN_CLUSTER_SCOPED.includes(object.kind));
  const names = new Set(own.map(({ kind, metadata }) => `${kind}/${metadata?.name}`));
  const renamed = (kind: string, name: Json): Json => (names.has(`${kind}/${name}`) ? `${name}-${suffix}` : name);
  return objects.map((object) => {
    const { metadata, ...rest } = object;
    const name = renamed(object.kind, metadata?.name ?? "");
    const { apiVersion, kind, ...fields } = rest as JsonObject;
    const content = renameIn(fields, "", renamed) as JsonObject;
    return { apiVersion, kind, metadata: { ...metadata, name: String(name) }, ...content } as KubernetesObject;
  });
}

/** Renames what a value, found under a key, refers to. */
function renameIn(value: Json, key: string, renamed: (kind: string, name: Json) => Json): Json {
  if (Array.isArray(value)) return value.map((item) => renameIn(item, key, renamed));
  if (!isObject(value)) return value;
  const referred = REFERRING_FIELDS.get(key) ?? (typeof value.kind === "string" ? value.kind : undefined);
  return Object.fromEntries(
    Object.entries(value).map(([field, item]) => {
      const kind = field === "name" ? referred : NAMING_FIELDS.get(field);
      return [
        field,
        kind !== undefined && typeof item === "string" ? renamed(kind, item) : renameIn(item, field, renamed),
      ];
    }),
  );
}
