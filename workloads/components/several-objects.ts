import type { KubernetesObject, RenderError, RenderedComponent } from "../types";

/**
 * A component of several objects: the first is the workload, the others go beside it under `objects-<index>`.
 *
 * @param none what is wrong when there is no object
 */
export function severalObjects(objects: readonly KubernetesObject[], none: RenderError): RenderedComponent {
  const [workload, ...others] = objects;
  if (workload === undefined) throw none;
  const outputs = others.map((object, index) => [`objects-${index + 1}`, object]);
  return { workload, outputs: Object.fromEntries(outputs) };
}
