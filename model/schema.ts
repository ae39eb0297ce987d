import { z } from "zod";
import type { Json, JsonObject } from "./json";
import { dnsLabelProblem, labelKeyProblem, labelValueProblem, objectNameProblem } from "./names";

/*
 * The documents as they are written: every field that KubeVela knows is known here, and nothing else. As in Kubernetes, a
 * field that is null counts as left out. What flotilla does not support yet is said when the model is built.
 */

const json: z.ZodType<Json> = z.custom<Json>(() => true);
const jsonObject: z.ZodType<JsonObject> = z.record(z.string(), json);
const text = z.string().min(1);
const strings = z.array(text).nullish();
const ignored = z.unknown().optional();

/** A string that `problem` finds nothing wrong with. */
export function nameSchema(problem: (name: string) => string | undefined): z.ZodType<string> {
  return text.superRefine((name, context) => {
    const must = name === "" ? undefined : problem(name);
    if (must !== undefined) {
      context.addIssue({ code: "custom", message: `is ${JSON.stringify(name)}, must ${must}` });
    }
  });
}

function stringMap(valueProblem: (value: string) => string | undefined) {
  return z.record(z.string(), z.string()).superRefine((map, context) => {
    for (const [key, value] of Object.entries(map)) {
      const keyMust = labelKeyProblem(key);
      if (keyMust !== undefined) {
        context.addIssue({ code: "custom", path: [key], message: `the key ${JSON.stringify(key)} must ${keyMust}` });
      }
      const valueMust = valueProblem(value);
      if (valueMust !== undefined) {
        context.addIssue({ code: "custom", path: [key], message: `is ${JSON.stringify(value)}, must ${valueMust}` });
      }
    }
  });
}

/** Labels as Kubernetes accepts them. */
export const labelsSchema = stringMap(labelValueProblem);

const metadata = z.strictObject({
  name: nameSchema(objectNameProblem),
  namespace: nameSchema(dnsLabelProblem).nullish(),
  labels: labelsSchema.nullish(),
  annotations: stringMap(() => undefined).nullish(),
  creationTimestamp: ignored,
  deletionGracePeriodSeconds: ignored,
  deletionTimestamp: ignored,
  finalizers: ignored,
  generateName: ignored,
  generation: ignored,
  managedFields: ignored,
  ownerReferences: ignored,
  resourceVersion: ignored,
  selfLink: ignored,
  uid: ignored,
});

const trait = z.strictObject({ type: text, properties: jsonObject.nullish() });

const component = z.strictObject({
  name: nameSchema(objectNameProblem),
  type: text,
  properties: jsonObject.nullish(),
  traits: z.array(trait).nullish(),
  dependsOn: strings,
  inputs: z.array(json).nullish(),
  outputs: z.array(json).nullish(),
  externalRevision: z.string().nullish(),
  scopes: z.record(z.string(), z.string()).nullish(),
});

const policy = z.strictObject({ name: z.string().nullish(), type: text, properties: jsonObject.nullish() });

const executionMode = z.enum(["StepByStep", "DAG"]);

const mode = z.strictObject({ steps: executionMode.nullish(), subSteps: executionMode.nullish() });

const stepFields = {
  name: z.string().nullish(),
  type: text,
  meta: z.strictObject({ alias: z.string().nullish() }).nullish(),
  if: z.string().nullish(),
  timeout: z.string().nullish(),
  dependsOn: strings,
  inputs: z.array(json).nullish(),
  outputs: z.array(json).nullish(),
  properties: jsonObject.nullish(),
};

const steps = z.array(
  z.strictObject({
    ...stepFields,
    mode: executionMode.nullish(),
    subSteps: z.array(z.strictObject(stepFields)).nullish(),
  }),
);

const workflow = z.strictObject({ ref: z.string().nullish(), mode: mode.nullish(), steps: steps.nullish() });

const header = { apiVersion: z.string(), kind: z.string(), metadata, status: ignored };

/** What says which kind of document it is. */
export const headerSchema = z.looseObject({ apiVersion: text, kind: text });

/** A list of objects, as `kubectl get -o yaml` prints it. */
export const listSchema = z.looseObject({ items: z.array(json) });

/** An Application as it is written. */
export const applicationSchema = z.strictObject({
  ...header,
  spec: z.strictObject({
    components: z.array(component),
    policies: z.array(policy).nullish(),
    workflow: workflow.nullish(),
  }),
});

/** A Policy object as it is written. */
export const policySchema = z.strictObject({ ...header, type: text, properties: jsonObject.nullish() });

/** A Workflow object as it is written. */
export const workflowSchema = z.strictObject({ ...header, mode: mode.nullish(), steps: steps.nullish() });

export type Header = z.infer<typeof headerSchema>;
/** The written form of what the model has under the same names. */
export type WrittenApplication = z.infer<typeof applicationSchema>;
export type WrittenComponent = z.infer<typeof component>;
export type WrittenTrait = z.infer<typeof trait>;
export type WrittenPolicy = z.infer<typeof policy>;
export type WrittenPolicyObject = z.infer<typeof policySchema>;
export type WrittenWorkflow = z.infer<typeof workflow>;
export type WrittenWorkflowObject = z.infer<typeof workflowSchema>;
export type WrittenStep = z.infer<typeof steps>[number];
export type WrittenMode = z.infer<typeof mode>;
