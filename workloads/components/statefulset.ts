import { z } from "zod";
import { renderScaledService, scaledServiceShape } from "../pod/service";
import { componentType } from "../types";

/** `statefulset`: a StatefulSet, and a Service when ports are exposed. */
export const statefulset = componentType({
  name: "statefulset",
  description: "A long-running service whose pods keep their names and their storage, such as a database",
  workload: "statefulsets.apps",
  schema: z.object(scaledServiceShape),
  render: renderScaledService("StatefulSet", "statefulsetsExpose"),
});
