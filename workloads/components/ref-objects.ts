import { z } from "zod";
import { LOCAL_CLUSTER } from "../../model/cluster";
import { dnsLabelProblem, pathNameProblem } from "../../model/names";
import { nameSchema } from "../../model/schema";
import { stringMap } from "../pod/schema";
import type { ObjectReference, ObjectType } from "../references";
import { componentType, type KubernetesObject, type RenderContext, RenderError } from "../types";
import { fromManifest, manifestSchema, metadataSchema } from "./manifest";
import { referredObject } from "./referred-object";
import { severalObjects } from "./several-objects";

/** What becomes a part of an address in a cluster's API. */
const groupSchema = z.string().regex(/^[a-z0-9.-]*$/, "must consist of lower case letters, digits, '-' and '.'");
const wordSchema = z.string().regex(/^[A-Za-z][A-Za-z0-9]*$/, "must consist of letters and digits");
const apiVersionSchema = z
  .string()
  .regex(/^(?:[a-z0-9.-]+\/)?[a-z0-9]+$/, "must be a version such as v1, or a group and a version such as apps/v1");

const referrerSchema = z
  .strictObject({
    resource: wordSchema.optional().describe("Resource, such as `deployment`; or else `apiVersion` and `kind`"),
    group: groupSchema.optional().describe("API group of the resource, such as `apps`; any when absent"),
    apiVersion: apiVersionSchema.optional().describe("API group and version, such as `apps/v1`; goes with `kind`"),
    kind: wordSchema.optional().describe("Kind, such as `Deployment`; goes with `apiVersion`"),
    name: nameSchema(pathNameProblem).optional().describe("Name of the object; the component's when absent"),
    namespace: nameSchema(dnsLabelProblem)
      .optional()
      .describe("Namespace of the object; the Application's when absent"),
    cluster: z.string().min(1).optional().describe("Cluster that has the object; the hub, `local`, when absent"),
    labelSelector: stringMap.optional().describe("Labels of the objects to take, instead of a name"),
  })
  .superRefine(({ resource, apiVersion, kind, name, labelSelector }, context) => {
    const typed = resource !== undefined || (apiVersion !== undefined && kind !== undefined);
    if (!typed) context.addIssue({ code: "custom", message: "needs resource, or apiVersion and kind" });
    if (name === undefined || labelSelector === undefined) return;
    context.addIssue({ code: "custom", path: ["labelSelector"], message: "cannot go with name: remove one of them" });
  });

/** An object of an override: there it replaces what was referred to. It is told by its metadata. */
const writtenSchema = manifestSchema.extend({
  metadata: metadataSchema.describe("Makes it an object, not a reference"),
});

/** Findings quote the address, so there can be no password in it. */
const addressSchema = z
  .url({ protocol: /^https?$/ })
  .refine((address) => !hasCredentials(address), { error: "must not contain credentials" });

function hasCredentials(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { username, password } = new URL(address);
  return username !== "" || password !== "";
}

type Referrer = z.infer<typeof referrerSchema>;

const schema = z.object({
  objects: z
    .array(z.union([writtenSchema, referrerSchema]))
    .default([])
    .describe("Which objects to take. One that has `metadata` is taken as it is written"),
  urls: z.array(addressSchema).default([]).describe("Addresses of YAML documents whose objects follow the others"),
});

/**
 * `ref-objects`: objects that exist somewhere else, without what a server has written into them. The first is the workload.
 * Semantics: KubeVela `pkg/component/ref_objects.go`.
 */
export const refObjects = componentType({
  name: "ref-objects",
  description: "Objects that exist already, in other documents or in a cluster; traits apply to the first",
  workload: "autodetects.core.oam.dev",
  reads: true,
  schema,
  render({ objects, urls }, context) {
    const { outside } = context;
    const found = [
      ...objects.flatMap((entry, index) =>
        isWritten(entry) ? [fromManifest(entry)] : outside.read(reference(entry, context), ["objects", index]).objects,
      ),
      ...urls.flatMap((url, index) => outside.read({ from: "url", url }, ["urls", index]).objects),
    ];
    const none = new RenderError("refers to no object", found.length === 0 ? [] : ["objects"], "name one in objects");
    return severalObjects(distinct(found.map(referredObject)), none);
  },
});

function isWritten(entry: z.infer<typeof schema>["objects"][number]): entry is z.infer<typeof writtenSchema> {
  return "metadata" in entry;
}

function reference(entry: Referrer, { name, outside }: RenderContext): ObjectReference {
  const { cluster = LOCAL_CLUSTER, namespace = outside.namespace, labelSelector } = entry;
  return {
    ...{ from: "cluster", cluster, namespace, type: typeOf(entry) },
    select: labelSelector === undefined ? { name: entry.name ?? name } : { labels: labelSelector },
  };
}

function typeOf({ resource, group, apiVersion = "", kind = "" }: Referrer): ObjectType {
  return resource === undefined ? { apiVersion, kind } : { resource: resource.toLowerCase(), group };
}

/** Each object once, where it was met first and as it was met last. */
function distinct(objects: readonly KubernetesObject[]): KubernetesObject[] {
  const identity = ({ apiVersion, kind, metadata }: KubernetesObject) =>
    [apiVersion, kind, metadata?.namespace ?? "", metadata?.name].join("/");
  return [...new Map(objects.map((object) => [identity(object), object])).values()];
}
