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
  name: nameSchema(objectNameProblem).describe("Name of the object"),
  namespace: nameSchema(dnsLabelProblem).nullish().describe("Namespace of the object; `default` when left out"),
  labels: labelsSchema.nullish().describe("Labels; those of an Application go to every object it delivers"),
  annotations: stringMap(() => undefined)
    .nullish()
    .describe("Annotations; those of an Application go to every object it delivers"),
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

const properties = jsonObject.nullish().describe("Properties; which ones there are, the type says");

const trait = z.strictObject({ type: text.describe("Trait type"), properties });

const inputs = z
  .array(
    z.strictObject({
      from: text.describe("Name of an output of an earlier step, or a path into one such as `endpoint.host`"),
      parameterKey: text.nullish().describe("The property that gets the value, such as `image` or `env[0].value`"),
    }),
  )
  .nullish();

const outputs = z
  .array(
    z.strictObject({
      name: text.describe("Name that inputs of later steps use"),
      valueFrom: text.describe("What it is, as an expression, such as `output.value.status.phase`"),
    }),
  )
  .nullish();

const component = z.strictObject({
  name: nameSchema(objectNameProblem).describe("Name of the component, and of its workload"),
  type: text.describe("Component type"),
  properties,
  traits: z.array(trait).nullish().describe("What is changed about the workload, or added to it, in this order"),
  dependsOn: strings.describe("Names of components that must be healthy before this one is delivered"),
  inputs: inputs.describe("Properties that come from outputs of workflow steps"),
  outputs: z.array(json).nullish().describe("Not supported"),
  externalRevision: z.string().nullish().describe("Not supported"),
  scopes: z.record(z.string(), z.string()).nullish().describe("Not supported"),
});

const policy = z.strictObject({
  name: z.string().nullish().describe("Name that steps use; `<type>-auto-gen-<index>` when left out"),
  type: text.describe("Policy type"),
  properties,
});

const executionMode = z.enum(["StepByStep", "DAG"]);

const mode = z.strictObject({
  steps: executionMode.nullish().describe("Whether steps run one after the other, or only wait for their `dependsOn`"),
  subSteps: executionMode.nullish().describe("The same for the sub-steps of groups, which else run side by side"),
});

const stepFields = {
  name: z.string().nullish().describe("Name of the step; made from its place when left out"),
  type: text.describe("Step type"),
  meta: z
    .strictObject({ alias: z.string().nullish().describe("Another name, for people") })
    .nullish()
    .describe("What people see of the step"),
  if: text
    .nullish()
    .describe('Runs the step only when this is true, such as `inputs["ready"] == 0`; `always`: also after a failure'),
  timeout: text.nullish().describe("How long it may take, such as `90s` or `1h30m`"),
  dependsOn: strings.describe("Names of steps that must have ended before this one starts"),
  inputs: inputs.describe("What it takes from outputs of earlier steps"),
  outputs: outputs.describe("What later steps can take from it"),
  properties,
};

const subStep = z.strictObject(stepFields);

const step = z.strictObject({
  ...stepFields,
  mode: executionMode.nullish().describe("How the sub-steps of a group follow each other"),
  subSteps: z.array(subStep).nullish().describe("Steps of a `step-group`"),
});

const steps = z.array(step);

const workflow = z.strictObject({
  ref: z.string().nullish().describe("Name of a Workflow object in the same namespace, instead of steps"),
  mode: mode.nullish().describe("How steps follow each other"),
  steps: steps.nullish().describe("What is delivered where, in order"),
});

/** The API version of each kind of document. */
export const API_VERSIONS = {
  Application: "core.oam.dev/v1beta1",
  AppDeployment: "core.oam.dev/v1beta1",
  ApplicationRevision: "core.oam.dev/v1beta1",
  Cluster: "core.oam.dev/v1beta1",
  Policy: "core.oam.dev/v1alpha1",
  Workflow: "core.oam.dev/v1alpha1",
} as const;

/** What every kind of document begins with. */
export const header = <K extends keyof typeof API_VERSIONS>(kind: K) => ({
  apiVersion: z.literal(API_VERSIONS[kind]).describe("Version of the API"),
  kind: z.literal(kind).describe("Kind of the document"),
  metadata: metadata.describe("Name, namespace, labels and annotations"),
  status: ignored,
});

/** What says which kind of document it is. */
export const headerSchema = z.looseObject({ apiVersion: text, kind: text });

/** A list of objects, as `kubectl get -o yaml` prints it. */
export const listSchema = z.looseObject({ items: z.array(json) });

/** An Application as it is written. */
export const applicationSchema = z.strictObject({
  ...header("Application"),
  spec: z
    .strictObject({
      components: z.array(component).describe("What is delivered"),
      policies: z.array(policy).nullish().describe("Where it is delivered, and what differs there"),
      workflow: workflow.nullish().describe("In which order; one step per topology policy when left out"),
    })
    .describe("The Application"),
});

/** A Policy object as it is written. */
export const policySchema = z.strictObject({ ...header("Policy"), type: text.describe("Policy type"), properties });

/** A Workflow object as it is written. */
export const workflowSchema = z.strictObject({
  ...header("Workflow"),
  mode: mode.nullish().describe("How steps follow each other"),
  steps: steps.nullish().describe("What is delivered where, in order"),
});

/** The parts of documents whose `type` says what their `properties` may be. */
export const TYPED_PARTS = { component, trait, policy, step, subStep };

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
