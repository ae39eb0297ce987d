import { isObject, type Json, type JsonObject } from "../../model/json";
import { unpack } from "./pack";
import type { Revision } from "./types";

/** A revision as KubeVela's `ApplicationRevision`, Secrets included. */
export function revisionObject(revision: Revision): JsonObject {
  const [application = {}, ...others] = unpack(revision).map(({ document }) => document);
  const ofKind = (kind: string) => others.filter((document) => isVela(document) && document.kind === kind);
  const policies = ofKind("Policy").map((policy): [string, JsonObject] => [String(metadataOf(policy).name), policy]);
  const [workflow] = ofKind("Workflow");
  const objects = others.filter((document) => !isVela(document));
  const { name, namespace } = metadataOf(application);
  return {
    apiVersion: "core.oam.dev/v1beta1",
    kind: "ApplicationRevision",
    metadata: {
      name: revision.name,
      namespace: namespace ?? "",
      labels: { "app.oam.dev/name": name ?? "", "app.oam.dev/app-revision-hash": revision.digest },
    },
    spec: {
      application,
      ...(policies.length === 0 ? {} : { policies: Object.fromEntries(policies) }),
      ...(workflow === undefined ? {} : { workflow }),
      ...(objects.length === 0 ? {} : { referredObjects: objects }),
    },
  };
}

function metadataOf({ metadata }: JsonObject): JsonObject {
  return isObject(metadata) ? metadata : {};
}

function isVela({ apiVersion }: JsonObject): boolean {
  return String(apiVersion).startsWith("core.oam.dev/");
}

/** What is shown instead of a secret. */
const MASK = "[secret]";

/** The fields that hold data of Secrets, in Secrets and in properties that describe some. */
const SECRET_FIELDS = ["data", "stringData"];

/** A copy with the data of all Secrets masked: of Secret objects, and of those that a `storage` trait makes. */
export function masked(value: Json): Json {
  if (Array.isArray(value)) return value.map(masked);
  if (!isObject(value)) return value;
  const isSecret = value.kind === "Secret";
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      if (isSecret && SECRET_FIELDS.includes(key)) return [key, maskedData(item)];
      if (key === "secret" && Array.isArray(item)) return [key, item.map(maskedSecret)];
      return [key, masked(item)];
    }),
  );
}

function maskedSecret(secret: Json): Json {
  return isObject(secret) ? masked({ ...secret, kind: "Secret" }) : secret;
}

function maskedData(data: Json): Json {
  return isObject(data) ? Object.fromEntries(Object.keys(data).map((key) => [key, MASK])) : MASK;
}
