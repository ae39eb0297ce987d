import { z } from "zod";
import { clusterNameSchema } from "./cluster-schema";
import type { Json } from "./json";
import { objectNameProblem } from "./names";
import { header, labelsSchema, nameSchema } from "./schema";

const text = z.string().min(1);
const name = nameSchema(objectNameProblem);
const weight = z.int().min(0).max(100);

const weightedTarget = z.strictObject({
  revisionName: name.describe("The revision; one of `appRevisions`"),
  componentName: name.describe("Its component, by the name that it has in the Application"),
  port: z.int().min(1).max(65535).describe("The port of the component's pods"),
  weight: weight.nullish().describe("Percentage of the requests; 100 for a single target when left out"),
});

const httpMatch = z.strictObject({
  uri: z
    .strictObject({ prefix: text.describe("How the path of the request starts") })
    .nullish()
    .describe("The path of the request"),
});

const httpRule = z.strictObject({
  match: z.array(httpMatch).nullish().describe("Which requests the rule is about; one is enough. All when left out"),
  weightedTargets: z.array(weightedTarget).min(1).describe("Where they go; the weights add up to 100"),
});

const traffic = z.strictObject({
  hosts: z.array(text).min(1).describe("Hosts of the requests"),
  gateways: z
    .array(text)
    .nullish()
    .describe("Gateways that the rules are for: a name, or `<namespace>/<name>`; needed by the Gateway API"),
  http: z.array(httpRule).min(1).describe("Rules; the first that matches counts"),
});

const clusterSelector = z.strictObject({
  name: clusterNameSchema.nullish().describe("Name of the cluster"),
  labels: labelsSchema
    .nullish()
    .describe("Labels of the cluster; of several that have them one is picked, always the same"),
});

const placement = z.strictObject({
  clusterSelector: clusterSelector.nullish().describe("The cluster; the hub when left out"),
  distribution: z
    .strictObject({
      replicas: z.int().min(0).nullish().describe("How many replicas; those of the revision when left out"),
    })
    .nullish()
    .describe("How much of the revision goes there"),
});

const appRevision = z.strictObject({
  revisionName: name.describe("Name of the revision, such as `shop-v1`"),
  placement: z.array(placement).min(1).describe("The clusters it goes to"),
});

const rolloutStep = z.strictObject({
  weights: z.record(z.string(), weight).describe("Percentage of the requests for each revision; they add up to 100"),
  auto: z.boolean().nullish().describe("Whether it goes on without an approval; only the first one does when left out"),
});

const appDeploymentSpec = z.strictObject({
  appRevisions: z.array(appRevision).min(1).describe("The revisions that live side by side"),
  traffic: traffic.nullish().describe("How requests are split between them"),
  rollout: z
    .strictObject({ steps: z.array(rolloutStep).min(1).describe("Weights on the way, in order") })
    .nullish()
    .describe("How the traffic gets to where `traffic` wants it, with approvals in between"),
});

const clusterObjectSpec = z.strictObject({
  kubeconfigSecretRef: z
    .strictObject({ name: text.describe("Name of a Secret of the same namespace") })
    .describe("The Secret whose field `config` is the kubeconfig"),
});

/** An AppDeployment as it is written; KubeVela 1.0, with `rollout` added. */
export const appDeploymentSchema = z.strictObject({
  ...header("AppDeployment"),
  spec: appDeploymentSpec.describe("The AppDeployment"),
});

/** A Cluster as it is written; KubeVela 1.0. */
export const clusterObjectSchema = z.strictObject({
  ...header("Cluster"),
  spec: clusterObjectSpec.describe("How the cluster is reached"),
});

const json: z.ZodType<Json> = z.custom<Json>(() => true);

/** An ApplicationRevision as `flotilla revisions show` prints it. What else KubeVela keeps there does not count. */
export const applicationRevisionSchema = z.strictObject({
  ...header("ApplicationRevision"),
  spec: z
    .looseObject({
      application: json.describe("The Application as it was"),
      policies: z.record(z.string(), json).nullish().describe("The Policies that it referred to, by name"),
      workflow: json.nullish().describe("The Workflow that it referred to"),
      referredObjects: z.array(json).nullish().describe("The objects that its components referred to"),
    })
    .describe("What the Application was"),
});

export type WrittenAppDeploymentSpec = z.infer<typeof appDeploymentSpec>;
