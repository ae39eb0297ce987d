import type { KubernetesObject } from "../types";
import { kubernetesObject, type Sparse } from "./sparse";

/** A Deployment, DaemonSet or StatefulSet that keeps the pods of the template running. */
export function controller(
  kind: "Deployment" | "DaemonSet" | "StatefulSet",
  component: string,
  template: Sparse,
): KubernetesObject {
  const selector = { matchLabels: { "app.oam.dev/component": component } };
  return kubernetesObject({ apiVersion: "apps/v1", kind, spec: { selector, template } });
}
