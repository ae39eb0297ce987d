import { z } from "zod";
import { hostAliasSchema } from "../pod/host-aliases";
import { jobShape, jobSize } from "../pod/job";
import { metadataShape, podMetadata } from "../pod/metadata";
import { kubernetesObject } from "../pod/sparse";
import { containerShape, podTemplate, volumesShape } from "../pod/template";
import { componentType } from "../types";

/** The first minor version of Kubernetes without CronJobs of version v1beta1. */
const WITHOUT_BETA = 25;

const schema = z.object({
  schedule: z.string().describe("When to run, in cron format, such as `*/5 * * * *`"),
  concurrencyPolicy: z
    .enum(["Allow", "Forbid", "Replace"])
    .default("Allow")
    .describe("What happens when a run is due and the previous one has not finished"),
  suspend: z.boolean().default(false).describe("Whether no further runs are started"),
  startingDeadlineSeconds: z.int().optional().describe("How late a missed run may still start"),
  successfulJobsHistoryLimit: z.int().default(3).describe("How many successful runs are kept"),
  failedJobsHistoryLimit: z.int().default(1).describe("How many failed runs are kept"),
  ...containerShape,
  ...jobShape,
  backoffLimit: z.int().default(6).describe("How often a run is retried before it has failed"),
  activeDeadlineSeconds: z.int().optional().describe("How long a run may take before it is ended"),
  ttlSecondsAfterFinished: z.int().optional().describe("How long a finished run is kept"),
  ...volumesShape,
  hostAliases: z.array(hostAliasSchema).optional().describe("Lines for the hosts file of the pods"),
  ...metadataShape,
});

type Properties = z.infer<typeof schema>;

const job = (properties: Properties) => ({
  ...jobSize(properties.count),
  ttlSecondsAfterFinished: properties.ttlSecondsAfterFinished,
  activeDeadlineSeconds: properties.activeDeadlineSeconds,
  backoffLimit: properties.backoffLimit,
});

/** `cron-task`: a CronJob, in the API version that the cluster knows. KubeVela takes probes too, and renders none. */
export const cronTask = componentType({
  name: "cron-task",
  description: "Code or a script that runs to its end, again and again, on a schedule",
  workload: "cronjobs.batch",
  schema,
  render: (properties, context) => ({
    workload: kubernetesObject({
      apiVersion: context.clusterVersion.minor < WITHOUT_BETA ? "batch/v1beta1" : "batch/v1",
      kind: "CronJob",
      spec: {
        schedule: properties.schedule,
        concurrencyPolicy: properties.concurrencyPolicy,
        suspend: properties.suspend,
        successfulJobsHistoryLimit: properties.successfulJobsHistoryLimit,
        failedJobsHistoryLimit: properties.failedJobsHistoryLimit,
        startingDeadlineSeconds: properties.startingDeadlineSeconds,
        jobTemplate: {
          metadata: podMetadata(properties, context),
          spec: { ...job(properties), template: podTemplate(properties, context) },
        },
      },
    }),
  }),
});
