/*
 * Component and trait types of your own, and checks, in TypeScript. A type says three things: its name, the schema of its properties,
 * and which Kubernetes objects they become. Everything else comes along: errors with file, line and remedy, defaults,
 * overrides per cluster, the plan, and completion in editors. Step types are in examples/own-steps.
 *
 *   flotilla plan --file app.yaml --types types.ts        the plan with these types
 *   npm run schema -- --types FILE --output FOLDER        JSON Schemas that know them, for editors
 *
 * In a program of your own, `typeRegistry({ components, traits })` has them beside the built-in ones.
 */
import { z } from "zod";
import { objectCheck } from "../../checks/types";
import { isObject } from "../../model/json";
import { jsonMergePatch } from "../../workloads/patch/json";
import { lookup } from "../../workloads/patch/lookup";
import { patchPodSpec } from "../../workloads/patch/pod-spec";
import type { OwnTypes } from "../../workloads/registry";
import { componentType, RenderError, traitType } from "../../workloads/types";

const PORT = 6379;

/** What the properties of the schema are: `z.infer` of it, with defaults filled in. `render` sees them typed. */
const redisCache = componentType({
  name: "redis-cache",
  description: "A Redis that forgets: no storage, a limit of memory, the least used keys go first",
  workload: "deployments.apps",
  schema: z.object({
    version: z.string().default("7-alpine").describe("Tag of the image"),
    megabytes: z.int().min(16).default(128).describe("Memory for keys and values"),
  }),
  render({ version, megabytes }, { name }) {
    const labels = { "app.oam.dev/component": name };
    const container = {
      name,
      image: `redis:${version}`,
      args: ["--save", "", "--maxmemory", `${megabytes}mb`, "--maxmemory-policy", "allkeys-lru"],
      ports: [{ name: "redis", containerPort: PORT }],
      resources: { limits: { memory: `${megabytes * 2}Mi` } },
    };
    return {
      workload: {
        apiVersion: "apps/v1",
        kind: "Deployment",
        spec: {
          selector: { matchLabels: labels },
          template: { metadata: { labels }, spec: { containers: [container] } },
        },
      },
      outputs: {
        service: {
          apiVersion: "v1",
          kind: "Service",
          metadata: { name },
          spec: { selector: labels, ports: [{ name: "redis", port: PORT, targetPort: "redis" }] },
        },
      },
    };
  },
});

/** A trait changes the workload that the component rendered, or adds objects beside it. It never mutates what it gets. */
const prometheusScrape = traitType({
  name: "prometheus-scrape",
  description: "Adds a sidecar that exports metrics, and the annotations by which Prometheus finds it",
  appliesTo: ["deployments.apps", "statefulsets.apps"],
  schema: z.object({
    exporter: z.string().describe("Image of the exporter"),
    port: z.int().min(1).max(65535).describe("Port on which the exporter answers"),
    path: z.string().default("/metrics").describe("Path of the metrics"),
  }),
  apply({ exporter, port, path }, { workload }) {
    if (!path.startsWith("/")) throw new RenderError(`the path ${path} must start with a slash`, ["path"]);
    const annotations = { "prometheus.io/scrape": "true", "prometheus.io/port": `${port}`, "prometheus.io/path": path };
    const sidecar = { name: "exporter", image: exporter, ports: [{ containerPort: port }] };
    const annotated = jsonMergePatch(workload, { spec: { template: { metadata: { annotations } } } });
    return { workload: patchPodSpec(annotated, { containers: [sidecar] }, { containers: { key: "name" } }) };
  },
});

/** A check looks at finished objects, and says what is wrong and what to do. `flotilla:checks` switches it on by its name. */
const scrapedPort = objectCheck({
  name: "scraped-port",
  description: "What Prometheus scrapes says on which port",
  about: "objects",
  parameters: {},
  check(object) {
    const path = ["spec", "template", "metadata", "annotations"];
    const annotations = lookup(object, ...path);
    if (!isObject(annotations) || annotations["prometheus.io/scrape"] !== "true") return [];
    if (annotations["prometheus.io/port"] !== undefined) return [];
    return [{ path: [...path, "prometheus.io/port"], problem: "is missing", hint: "use the trait prometheus-scrape" }];
  },
});

export default { components: [redisCache], traits: [prometheusScrape], checks: [scrapedPort] } satisfies OwnTypes;
