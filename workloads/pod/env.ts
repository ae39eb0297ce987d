import { z } from "zod";
import { anyJson } from "./schema";

const keyReference = (kind: string) =>
  z
    .object({
      name: z.string().describe(`Name of the ${kind}, in the namespace of the pod`),
      key: z.string().describe(`Key in the data of the ${kind}`),
    })
    .catchall(anyJson)
    .optional()
    .describe(`One key of a ${kind}`);

/**
 * Environment variables in the form of a Kubernetes container. What is not described here, such as
 * `valueFrom.fieldRef`, goes into the container as it is.
 */
export const envSchema = z.array(
  z
    .object({
      name: z.string().describe("Name of the variable"),
      value: z.string().optional().describe("Its value; quote numbers and booleans"),
      valueFrom: z
        .object({ secretKeyRef: keyReference("Secret"), configMapKeyRef: keyReference("ConfigMap") })
        .catchall(anyJson)
        .optional()
        .describe("Where the value is read from when the container starts"),
    })
    .catchall(anyJson),
);
