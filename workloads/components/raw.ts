import { componentType } from "../types";
import { fromManifest, manifestSchema } from "./manifest";

/** `raw`: the properties are the object. */
export const raw = componentType({
  name: "raw",
  description: "Deprecated: one Kubernetes object, written out as the properties. Use `k8s-objects`",
  workload: "autodetects.core.oam.dev",
  schema: manifestSchema,
  render: (properties) => ({ workload: fromManifest(properties) }),
});
