import { z } from "zod";
import { componentType, RenderError } from "../types";
import { fromManifest, manifestSchema } from "./manifest";
import { severalObjects } from "./several-objects";

/** `k8s-objects`: the first object is the workload, the others go beside it under `objects-<index>`. */
export const k8sObjects = componentType({
  name: "k8s-objects",
  description: "Kubernetes objects, written out; traits apply to the first",
  workload: "autodetects.core.oam.dev",
  schema: z.object({ objects: z.array(manifestSchema).describe("The objects, at least one") }),
  render: ({ objects }) =>
    severalObjects(objects.map(fromManifest), new RenderError("there has to be at least one object", ["objects"])),
});
