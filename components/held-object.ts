import * as pulumi from "@pulumi/pulumi";
import { isObject, type JsonObject } from "../model/json";
import { mapValues } from "../model/map-values";
import { SKIP_AWAIT } from "../plan/checked-kinds";
import type { HeldNode } from "../plan/graph-types";
import { SECRET_FIELDS } from "./object";
import { typeToken } from "./token";

/**
 * An object that stays exactly as it was delivered last, in its cluster and in the state, while its step waits for an
 * approval: every change is ignored, so the engine goes on with the inputs it has. If the state has lost the object,
 * nothing is created in its place, because no cluster knows such a kind.
 *
 * A workload that has not become healthy is another matter, because the engine wants to wait for it again in every run, and fails with
 * it: that can only be kept from it by an annotation. So it gets one, and nothing else in it changes.
 */
export class HeldObject extends pulumi.CustomResource {
  /**
   * @param unfinished what was delivered of a workload that has not become healthy since
   */
  constructor(
    node: HeldNode,
    { previousNames = [], unfinished }: { previousNames?: readonly string[]; unfinished?: JsonObject | undefined },
    opts: pulumi.CustomResourceOptions,
  ) {
    const { apiVersion, objectKind: kind, namespace, objectName, retain } = node;
    const metadata = { name: objectName, ...(namespace === undefined ? {} : { namespace }) };
    super(
      typeToken({ apiVersion, kind }),
      node.name,
      unfinished === undefined
        ? { apiVersion: "held.flotilla.invalid/v1", kind: "Held", metadata }
        : unawaited(unfinished),
      {
        ...opts,
        ...(unfinished === undefined ? { ignoreChanges: ["*"] } : {}),
        retainOnDelete: retain,
        additionalSecretOutputs: apiVersion === "v1" && kind === "Secret" ? [...SECRET_FIELDS] : [],
        aliases: previousNames.map((name) => ({ name })),
      },
    );
  }
}

/** The same inputs, for which nobody waits. Nobody knows any more what in them is secret. */
function unawaited({ metadata, ...inputs }: JsonObject): pulumi.Inputs {
  const known = isObject(metadata) ? metadata : {};
  const annotations = { ...(isObject(known.annotations) ? known.annotations : {}), [SKIP_AWAIT]: "true" };
  const { apiVersion, kind, ...secret } = inputs;
  return {
    apiVersion,
    kind,
    metadata: { ...known, annotations },
    ...mapValues(secret, (value) => pulumi.secret(value)),
  };
}
