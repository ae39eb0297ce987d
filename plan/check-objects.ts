import type { Component } from "../model/application";
import type { Finding } from "../model/findings";
import { dnsLabelProblem, labelKeyProblem, labelValueProblem, pathNameProblem } from "../model/names";
import { findingAt } from "../model/source";
import { isRelease } from "../workloads/release";
import type { KubernetesObject } from "../workloads/types";
import { isClusterScoped } from "./scope";

/** What an object may be is decided by these. */
export interface Confines {
  /** The Application's own namespace. */
  namespace: string;
  allowCrossNamespace: boolean;
}

type Problem = Pick<Finding, "code" | "message" | "hint">;

const API_VERSION = /^(?:[a-z0-9][-a-z0-9.]{0,252}\/)?[a-z0-9][-a-z0-9]{0,62}$/;
const KIND = /^[A-Za-z][A-Za-z0-9]{0,62}$/;

/** Made by flotilla from a name that an override may have given, which KubeVela takes as it is. */
const COMPONENT_LABEL = "app.oam.dev/component";

const PROVIDER = "pulumi.com/";

/** Annotations with which an object may say how the provider waits for it and deletes it. */
const PROVIDER_ANNOTATIONS: ReadonlySet<string> = new Set(
  ["waitFor", "skipAwait", "timeoutSeconds", "deletionPropagationPolicy", "replaceUnready"].map(
    (name) => `${PROVIDER}${name}`,
  ),
);

/**
 * Errors for what no finished object may be, because it would be another object than the plan shows, act where the Application must
 * not, or tell the provider to do what only policies may: bad names and labels, annotations that are reserved, and what is
 * outside of the Application's namespace where crossing is switched off.
 */
export function checkObjects(
  objects: readonly KubernetesObject[],
  component: Component,
  confines: Confines,
): Finding[] {
  return objects.flatMap((object) =>
    [...nameProblems(object), ...annotationProblems(object), ...crossingProblems(object, confines)].map((problem) => {
      const message = `component "${component.name}" ${problem.message}`;
      return findingAt(component.origins, [], { ...problem, severity: "error", message });
    }),
  );
}

function nameProblems({ apiVersion, kind, metadata = {} }: KubernetesObject): Problem[] {
  const { name = "", namespace, labels = {}, annotations = {} } = metadata;
  const what = `${kind} ${JSON.stringify(name)}`;
  const wrong = (text: string): Problem => ({ code: "invalid-value", message: text });
  const must = (place: string, problem: string | undefined) =>
    problem === undefined ? [] : [wrong(`has ${what}, whose ${place} must ${problem}`)];
  return [
    ...(API_VERSION.test(apiVersion) ? [] : [wrong(`has ${what}, whose apiVersion is none of Kubernetes`)]),
    ...(KIND.test(kind) ? [] : [wrong(`has an object whose kind ${JSON.stringify(kind)} is none of Kubernetes`)]),
    ...must("name", pathNameProblem(name)),
    ...(namespace === undefined ? [] : must(`namespace ${JSON.stringify(namespace)}`, dnsLabelProblem(namespace))),
    ...Object.entries(labels).flatMap(([key, value]) =>
      key === COMPONENT_LABEL
        ? []
        : must(`label ${JSON.stringify(key)}`, labelKeyProblem(key) ?? labelValueProblem(value)),
    ),
    ...Object.keys(annotations).flatMap((key) => must(`annotation ${JSON.stringify(key)}`, labelKeyProblem(key))),
  ];
}

function annotationProblems({ kind, metadata }: KubernetesObject): Problem[] {
  const reserved = Object.keys(metadata?.annotations ?? {}).filter(
    (key) => key.startsWith(PROVIDER) && !PROVIDER_ANNOTATIONS.has(key),
  );
  return reserved.map((key) => ({
    code: "invalid-value",
    message: `has ${kind} "${metadata?.name}" with the annotation ${JSON.stringify(key)}, which only flotilla may set`,
    hint: `remove it; take-over and shared-resource policies say what may be overwritten, and allowed are ${[...PROVIDER_ANNOTATIONS].join(", ")}`,
  }));
}

function crossingProblems(object: KubernetesObject, { namespace: own, allowCrossNamespace }: Confines): Problem[] {
  if (allowCrossNamespace) return [];
  const { name, namespace } = object.metadata ?? {};
  const what = `${object.kind} ${JSON.stringify(name)}`;
  const crossing = (message: string, hint: string): Problem[] => [
    { code: "cross-namespace", message: `${message}, and crossing namespaces is switched off`, hint },
  ];
  if (isClusterScoped(object))
    return crossing(`delivers ${what}, which lives in no namespace`, "deliver it from a stack that allows it");
  if (namespace !== undefined && namespace !== own) {
    const hint = "leave the namespace out, or allow it with allowCrossNamespace: true";
    return crossing(`puts ${what} into namespace "${namespace}", not the Application's own "${own}"`, hint);
  }
  if (!isRelease(object)) return [];
  return crossing(
    `installs a Helm chart, which may put objects into any namespace`,
    "render it with kustomize, or deliver it from a stack that allows it",
  );
}
