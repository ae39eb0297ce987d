import { z } from "zod";
import type { JsonObject } from "../../model/json";
import { lookup, nest } from "../patch/lookup";
import { strategicPatch } from "../patch/strategic";
import { byteQuantity } from "../pod/quantity";
import { type KubernetesObject, traitType } from "../types";
import { POD_WORKLOADS } from "./applies-to";

const cpu = z.union([z.number(), z.string()]);
const amounts = z.object({
  cpu: cpu.default(1).describe("Cores, such as `0.5` or `500m`"),
  memory: byteQuantity.default("2048Mi").describe("Memory, such as `512Mi`"),
});

const schema = z.object({
  cpu: cpu.optional().describe("Cores to request, and the limit; only together with `memory`"),
  memory: byteQuantity.optional().describe("Memory to request, and the limit; only together with `cpu`"),
  requests: amounts.optional().describe("What to request; `cpu` and `memory` beside it have no effect"),
  limits: amounts.optional().describe("What not to exceed; `cpu` and `memory` beside it have no effect"),
});

/** Trait `resource`: CPU and memory of a workload's only container. */
export const resource = traitType({
  name: "resource",
  description: "Sets the CPU and memory that the container requests, and what it may not exceed",
  appliesTo: [...POD_WORKLOADS, "cronjobs.batch"],
  schema,
  apply(properties, { workload }) {
    const resources = resourcesOf(properties);
    const pods = [
      ["spec", "template"],
      ["spec", "jobTemplate", "spec", "template"],
    ];
    const places = pods.filter((path) => lookup(workload, ...path.slice(0, 2)) !== undefined);
    return { workload: places.reduce((object, path) => withResources(object, path, resources), workload) };
  },
});

function resourcesOf({ cpu, memory, requests, limits }: z.infer<typeof schema>): JsonObject {
  if (requests !== undefined || limits !== undefined) {
    return { ...(requests === undefined ? {} : { requests }), ...(limits === undefined ? {} : { limits }) };
  }
  const both = cpu === undefined || memory === undefined ? undefined : { cpu, memory };
  return both === undefined ? {} : { requests: both, limits: both };
}

/** The container is not named: KubeVela takes the first, and refuses workloads with several. */
function withResources(workload: KubernetesObject, template: string[], resources: JsonObject): KubernetesObject {
  const containers = [...template, "spec", "containers"].join(".");
  return strategicPatch(workload, nest([...template, "spec"], { containers: [{ resources }] }), {
    [`${containers}.resources.requests`]: { strategy: "retainKeys" },
    [`${containers}.resources.limits`]: { strategy: "retainKeys" },
  });
}
