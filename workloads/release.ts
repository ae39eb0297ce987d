import type { KubernetesObject } from "./types";

/** What a Helm release is called among objects, and in the Kubernetes provider. */
export const RELEASE = { apiVersion: "helm.sh/v3", kind: "Release" } as const;

/** Whether an object is a Helm release, which the provider installs instead of sending it to the cluster. */
export function isRelease({ apiVersion, kind }: Pick<KubernetesObject, "apiVersion" | "kind">): boolean {
  return apiVersion === RELEASE.apiVersion && kind === RELEASE.kind;
}
