import type { ComponentType, RenderContext, RenderedComponent } from "../../../workloads/types";
import { outside } from "../outside";

/** A context as the planner would make it, for component `web` of Application `shop`. */
export const context: RenderContext = {
  appName: "shop",
  appLabels: {},
  appAnnotations: {},
  name: "web",
  namespace: "prod",
  cluster: "c1",
  clusterVersion: { major: 1, minor: 31 },
  outside: outside(),
};

/** Validates properties and renders them. */
export function render<P>(
  type: ComponentType<P>,
  properties: unknown,
  changes: Partial<RenderContext> = {},
): RenderedComponent {
  return type.render(type.schema.parse(properties), { ...context, ...changes });
}

/** Places of the properties that the schema refuses, such as `ports.0.port`. */
export function refused<P>(type: ComponentType<P>, properties: unknown): string[] {
  const result = type.schema.safeParse(properties);
  return result.success ? [] : result.error.issues.map((issue) => issue.path.join("."));
}

/** The pod template's spec of a workload with `spec.template`. */
export function podSpec<P>(type: ComponentType<P>, properties: unknown): Record<string, unknown> {
  const { workload } = render(type, properties);
  const { template } = workload.spec as { template: { spec: Record<string, unknown> } };
  return template.spec;
}

/** The only container of a workload with `spec.template`. */
export function container<P>(type: ComponentType<P>, properties: unknown): Record<string, unknown> {
  const [only] = podSpec(type, properties).containers as Record<string, unknown>[];
  if (only === undefined) throw new Error("no container");
  return only;
}

/** Labels that every pod of the component carries. */
export const podLabels = { "app.oam.dev/name": "shop", "app.oam.dev/component": "web" };

/** One volume of each kind, mounted, and what becomes of them. */
export const everyVolume = {
  volumeMounts: {
    pvc: [{ name: "p", mountPath: "/p", claimName: "claim", subPath: "sub" }],
    configMap: [{ name: "c", mountPath: "/c", cmName: "cm", items: [{ key: "a", path: "b" }] }],
    secret: [{ name: "s", mountPath: "/s", secretName: "sec", defaultMode: 256 }],
    emptyDir: [
      { name: "e", mountPath: "/e" },
      { name: "m", mountPath: "/m", medium: "Memory" },
    ],
    hostPath: [{ name: "h", mountPath: "/h", path: "/var/h" }],
  },
  mounts: [
    { name: "p", mountPath: "/p", subPath: "sub" },
    { name: "c", mountPath: "/c" },
    { name: "s", mountPath: "/s" },
    { name: "e", mountPath: "/e" },
    { name: "m", mountPath: "/m" },
    { name: "h", mountPath: "/h" },
  ],
  volumes: [
    { name: "p", persistentVolumeClaim: { claimName: "claim" } },
    { name: "c", configMap: { name: "cm", defaultMode: 420, items: [{ key: "a", path: "b", mode: 511 }] } },
    { name: "s", secret: { secretName: "sec", defaultMode: 256 } },
    { name: "e", emptyDir: { medium: "" } },
    { name: "m", emptyDir: { medium: "Memory" } },
    { name: "h", hostPath: { path: "/var/h" } },
  ],
};
