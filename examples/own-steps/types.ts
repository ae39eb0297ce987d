/*
 * A step type of your own, in TypeScript. It says its name, the schema of its properties, which clusters it reaches, and what it
 * does there. Everything else is as with built-in steps: it runs in `pulumi up` only, once for each version of the Application, waits
 * for the steps before it, has outputs, and ends after its `timeout`.
 *
 *   pulumi config set flotilla:types examples/own-steps/types.ts
 *   pulumi config set flotilla:application examples/own-steps/app.yaml
 */
import { z } from "zod";
import { isObject } from "../../model/json";
import { ownStepType } from "../../plan/steps/own-type";
import type { OwnTypes } from "../../workloads/registry";

const DEPLOYMENT = { apiVersion: "apps/v1", kind: "Deployment" };

/** What the properties of the schema are, `run` sees typed and with defaults. */
const countReady = ownStepType({
  name: "count-ready",
  description:
    "Counts the ready pods of a component in some clusters, writes the number down in each, and fails when it is too small",
  schema: z.strictObject({
    component: z.string().describe("Name of the component, whose workload is a Deployment."),
    clusters: z.array(z.string()).min(1).describe("Names of the clusters."),
    atLeast: z.int().min(0).default(1).describe("How many pods have to be ready in all clusters together."),
  }),
  clusters: ({ clusters }) => (Array.isArray(clusters) ? clusters.map(String) : []),
  async run({ component, clusters, atLeast }, { context, cluster, message }) {
    const namespace = String(context.namespace);
    const labels = { "app.oam.dev/name": context.name, "app.oam.dev/component": component };
    let ready = 0;
    for (const name of clusters) {
      for (const { status } of await cluster(name).list(DEPLOYMENT, labels, namespace)) {
        ready += isObject(status) ? Number(status.readyReplicas ?? 0) : 0;
      }
    }
    if (ready < atLeast) throw new Error(`${ready} pods of "${component}" are ready, and ${atLeast} have to be`);
    const note = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: `${component}-ready`, namespace } };
    for (const name of clusters) await cluster(name).apply({ ...note, data: { pods: String(ready) } });
    message(`${ready} pods of "${component}" are ready`);
    // What `valueFrom` of the step's outputs can name.
    return { ready };
  },
});

export default { steps: [countReady] } satisfies OwnTypes;
