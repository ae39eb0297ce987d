import type { KubernetesObject } from "../types";
import { kubernetesObject, type Sparse } from "./sparse";

/** The kinds of the apps API group that keep pods running. */
export type ControllerKind = "Deployment" | "DaemonSet" | "StatefulSet";

/** A Deployment, DaemonSet or StatefulSet that keeps the pods of the template running. */
export function controller(kind: ControllerKind, component: string, template: Sparse): KubernetesObject {
  const selector = { matchLabels: { "app.oam.dev/component": component } };
  return kubernetesObject({ apiVersion: "apps/v1", kind, spec: { selector, template } });
}
