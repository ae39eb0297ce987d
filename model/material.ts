import { z } from "zod";
import type { DocumentObject } from "./application";
import type { Json, JsonObject } from "./json";
import type { Header } from "./schema";
import type { Origin } from "./source";
import { suggest } from "./suggest";
import { type CheckResult, checkValue } from "./validate";

const text = z.string().min(1);

const objectSchema = z.looseObject({
  apiVersion: text,
  kind: text,
  metadata: z.looseObject({
    name: text,
    namespace: text.nullish(),
    labels: z.record(z.string(), z.string()).nullish(),
  }),
});

/**
 * Whether a document is an object that components can refer to. One whose kind nearly is a readable one, and KubeVela's own kinds, are
 * more likely a mistake.
 */
export function isMaterial({ apiVersion, kind }: Header, readable: Iterable<string>): boolean {
  return !apiVersion.includes("oam.dev/") && suggest(kind, readable) === undefined;
}

/** Reads an object that components can refer to. */
export function readMaterial(value: Json, origin: Origin): CheckResult<DocumentObject> {
  const { value: checked, findings } = checkValue(objectSchema, value, [origin]);
  if (checked === undefined) return { findings };
  const { apiVersion, kind, metadata } = checked;
  const { name, namespace, labels } = metadata;
  const object = value as JsonObject;
  return {
    value: { apiVersion, kind, name, namespace: namespace ?? undefined, labels: labels ?? {}, object, origin },
    findings,
  };
}
