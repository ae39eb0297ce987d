import * as pulumi from "@pulumi/pulumi";
import type { HeldNode } from "../plan/graph-types";
import { SECRET_FIELDS } from "./object";
import { typeToken } from "./token";

/**
 * An object that stays exactly as it was delivered last, in its cluster and in the state, while its step waits for an
 * approval: every change is ignored, so the engine goes on with the inputs it has. If the state has lost the object,
 * nothing is created in its place, because no cluster knows such a kind.
 */
export class HeldObject extends pulumi.CustomResource {
  constructor(node: HeldNode, previousNames: readonly string[], opts: pulumi.CustomResourceOptions) {
    const { apiVersion, objectKind: kind, namespace, objectName, retain } = node;
    const metadata = { name: objectName, ...(namespace === undefined ? {} : { namespace }) };
    super(
      typeToken({ apiVersion, kind }),
      node.name,
      { apiVersion: "held.flotilla.invalid/v1", kind: "Held", metadata },
      {
        ...opts,
        ignoreChanges: ["*"],
        retainOnDelete: retain,
        additionalSecretOutputs: apiVersion === "v1" && kind === "Secret" ? [...SECRET_FIELDS] : [],
        aliases: previousNames.map((name) => ({ name })),
      },
    );
  }
}
