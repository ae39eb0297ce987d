import { isObject } from "../model/json";
import type { KubernetesObject } from "./types";

/** What a Helm release is called among objects, and in the Kubernetes provider. */
export const RELEASE = { apiVersion: "helm.sh/v3", kind: "Release" } as const;

/** Whether an object is a Helm release, which the provider installs instead of sending it to the cluster. */
export function isRelease({ apiVersion, kind }: Pick<KubernetesObject, "apiVersion" | "kind">): boolean {
  return apiVersion === RELEASE.apiVersion && kind === RELEASE.kind;
}

/** An object as it may be printed: a release without the password of its repository. */
export function printable(object: KubernetesObject): KubernetesObject {
  const { spec } = object;
  if (!isRelease(object) || !isObject(spec) || !isObject(spec.repositoryOpts)) return object;
  const { password, ...repositoryOpts } = spec.repositoryOpts;
  if (password === undefined) return object;
  return { ...object, spec: { ...spec, repositoryOpts: { ...repositoryOpts, password: "[secret]" } } };
}
