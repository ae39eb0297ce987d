import { formatFinding } from "../model/findings";
import { isObject } from "../model/json";
import { readYaml } from "../model/yaml/read";
import type { Found, NotFound } from "../workloads/references";
import type { KubernetesObject } from "../workloads/types";

/** The objects in a text of YAML; lists are taken apart. */
export function parseManifests(name: string, text: string): Found | NotFound {
  const { sources, findings } = readYaml(name, text);
  const mistake = findings.find(({ severity }) => severity === "error");
  if (mistake !== undefined) return { problem: `is not valid YAML: ${formatFinding(mistake)}` };
  const objects = sources.flatMap(({ value }) => (isList(value) ? value.items : [value]));
  return objects.every(isKubernetesObject)
    ? { objects }
    : { problem: "has something in it that is no Kubernetes object" };
}

function isList(value: unknown): value is { items: unknown[] } {
  return isObject(value) && value.kind === "List" && Array.isArray(value.items);
}

function isKubernetesObject(value: unknown): value is KubernetesObject {
  return isObject(value) && typeof value.apiVersion === "string" && typeof value.kind === "string";
}
