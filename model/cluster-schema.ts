import { z } from "zod";
import { objectNameProblem } from "./names";
import { labelsSchema, nameSchema } from "./schema";

/** A name that a cluster can have; it becomes the value of a label. */
export const clusterNameSchema = nameSchema(objectNameProblem);

/** A Kubernetes version: `1.30`, `v1.30.4-gke.100`. A number is fine where it cannot have lost a zero. */
const versionSchema = z.union([z.string(), z.number()]).transform((written, context) => {
  const [, major, minor] = /^v?(\d{1,3})\.(\d{1,3})(?:[.+-].*)?$/.exec(String(written)) ?? [];
  if (major === undefined || minor === undefined) {
    context.addIssue({ code: "custom", message: `is ${JSON.stringify(written)}, must be a version such as "1.30"` });
    return z.NEVER;
  }
  if (typeof written === "number" && minor.length < 2) {
    const message = `is the number ${written}, which may have lost a zero; put the version in quotes, such as "1.30"`;
    context.addIssue({ code: "custom", message });
    return z.NEVER;
  }
  return { major: Number(major), minor: Number(minor) };
});

/** What every list of clusters says about one of them. */
export const clusterFields = {
  name: clusterNameSchema,
  labels: labelsSchema.nullish(),
  kubernetesVersion: versionSchema.nullish(),
};

/** A cluster as the clusters file and stack configuration write it. */
export type WrittenCluster = z.infer<z.ZodObject<typeof clusterFields>>;
