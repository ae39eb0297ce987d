import { formatPath } from "../../model/findings";
import type { JsonObject } from "../../model/json";
import { pluralOf } from "../../rbac/plural";
import type { KubernetesObject } from "../../workloads/types";
import type { ObjectNode } from "../graph-types";
import { EVERYTHING, type Handling } from "../handling";
import { groupOf } from "../scope";
import { feedbackRules } from "./feedback";
import { CURRENT, type Health, healthRule, NEVER_PROGRESSING } from "./health";

/** The service account of the managed cluster as which the work agent applies a ManifestWork. */
export interface Executor {
  namespace: string;
  name: string;
}

/** How objects become ManifestWorks. */
export interface WorkOptions {
  health: Health;
  /** Default: the work agent itself. */
  executor?: Executor | undefined;
}

/** Group and version of `ManifestWork`. */
export const WORK_API = "work.open-cluster-management.io/v1";

/** The content of one ManifestWork. */
export interface WorkContent {
  spec: JsonObject;
  /** What the provider waits for. */
  waitFor: string[];
}

/** One object in a ManifestWork. */
interface Manifest {
  object: KubernetesObject;
  /** Without its `conditionRules`. */
  config: JsonObject;
  rules: JsonObject[];
  orphaned: boolean;
  waitFor: string[];
}

/**
 * What a cluster pulls: namespaces that are made sure of, then objects.
 *
 * Semantics of policies: `read-only` only looks; `apply-once` for everything creates only, and for some fields leaves these as they are;
 * objects that are to stay, and namespaces, are orphaned when they are dropped. Everything else is set again when somebody changes it.
 *
 * @param rollsOut whether the hub rolls it out over several clusters, and has to know how far each is. Default: false
 */
export function workContent(
  namespaces: readonly string[],
  nodes: readonly Pick<ObjectNode, "object" | "handling">[],
  { health, executor }: WorkOptions,
  rollsOut = false,
): WorkContent {
  const objects = nodes.map((node) => manifestOf(node, health, rollsOut));
  const [first] = objects;
  if (rollsOut && first !== undefined && objects.every(({ rules }) => rules.length === 0)) {
    first.rules.push(NEVER_PROGRESSING);
  }
  const manifests = [...namespaces.map(ensured), ...objects];
  const orphaningRules = manifests.filter(({ orphaned }) => orphaned).map(({ object }) => identifierOf(object));
  return {
    spec: {
      workload: { manifests: manifests.map(({ object }) => object as JsonObject) },
      manifestConfigs: manifests.map(({ config, rules }) => ({
        ...config,
        ...(rules.length === 0 ? {} : { conditionRules: rules }),
      })),
      ...(orphaningRules.length > 0
        ? { deleteOption: { propagationPolicy: "SelectivelyOrphan", selectivelyOrphans: { orphaningRules } } }
        : {}),
      ...(executor === undefined
        ? {}
        : { executor: { subject: { type: "ServiceAccount", serviceAccount: { ...executor } } } }),
    },
    waitFor: [...CURRENT, ...manifests.flatMap(({ waitFor }) => waitFor)],
  };
}

/** A namespace that objects are delivered to: created when missing, and otherwise nobody's business. */
function ensured(namespace: string): Manifest {
  const object = { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } };
  const config = { resourceIdentifier: identifierOf(object), updateStrategy: { type: "CreateOnly" } };
  return { object, config, rules: [], orphaned: true, waitFor: [] };
}

/** Whether an object of a ManifestWork is a namespace that was only made sure of: nothing says to whom it belongs. */
export function isEnsuredManifest({ apiVersion, kind, metadata }: KubernetesObject): boolean {
  return apiVersion === "v1" && kind === "Namespace" && metadata?.labels === undefined;
}

function manifestOf(
  { object, handling }: Pick<ObjectNode, "object" | "handling">,
  health: Health,
  rollsOut: boolean,
): Manifest {
  const updateStrategy = strategyOf(handling);
  const gate = healthRule(object, health, updateStrategy.type === "ServerSideApply", rollsOut);
  const feedback = feedbackRules(object);
  return {
    object: gate?.object ?? object,
    config: {
      resourceIdentifier: identifierOf(object),
      updateStrategy,
      ...(feedback.length === 0 ? {} : { feedbackRules: feedback }),
    },
    rules: gate?.rules ?? [],
    orphaned: handling.retain || handling.readOnly,
    waitFor: gate === undefined ? [] : [gate.waitFor],
  };
}

function strategyOf({ readOnly, leave }: Handling): JsonObject {
  if (readOnly) return { type: "ReadOnly" };
  if (leave.some((path) => path[0] === EVERYTHING)) return { type: "CreateOnly" };
  const jsonPaths = leave.map((path) => `.${formatPath(path)}`);
  const ignoreFields = jsonPaths.length > 0 ? { ignoreFields: [{ condition: "OnSpokePresent", jsonPaths }] } : {};
  return { type: "ServerSideApply", serverSideApply: { force: true, ...ignoreFields } };
}

function identifierOf(object: KubernetesObject): JsonObject {
  const { namespace = "", name = "" } = object.metadata ?? {};
  return { group: groupOf(object), resource: pluralOf(object.kind), namespace, name };
}
