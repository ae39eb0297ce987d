import type { Finding } from "../model/findings";
import type { ObjectNode } from "./graph-types";

/** What a cluster holds under an object's name: nothing, or an object with these labels and annotations. */
export type Live = { labels?: Record<string, string>; annotations?: Record<string, string> } | undefined;

/** The annotation of an object that several Applications may deliver. KubeVela lists there who does. */
export const SHARED_BY = "app.oam.dev/shared-by";

/**
 * What is wrong with delivering an object to a cluster that holds `live` in its place: it is somebody else's and no
 * policy lets the Application have it too, or it is to be read and is not there.
 * Semantics: KubeVela `pkg/utils/apply` (`MustBeControlledByApp`, `SharedByApp`).
 */
export function ownershipFinding(
  node: ObjectNode,
  application: { name: string; namespace: string },
  live: Live,
): Finding | undefined {
  const { readOnly, takeOver, shared } = node.handling;
  if (readOnly) return live === undefined ? missing(node) : undefined;
  if (live === undefined) return undefined;
  const owner = ownerOf(live.labels ?? {});
  const own = ownerOf(node.object.metadata?.labels ?? {}) ?? `${application.namespace}/${application.name}`;
  if (owner === own) return undefined;
  if (owner === undefined) return takeOver ? undefined : notOurs(node, "no Application", TAKE_OVER);
  if (!shared) return notOurs(node, `the Application ${owner}`, SHARE);
  if (live.annotations?.[SHARED_BY]) return undefined;
  return notOurs(
    node,
    `the Application ${owner}, which does not share it`,
    `give ${owner} a shared-resource policy too`,
  );
}

const TAKE_OVER = "rename it, delete the one that exists, or let a take-over policy select it";
const SHARE = "rename it, or let a shared-resource policy of both Applications select it";

function notOurs(node: ObjectNode, owner: string, hint: string): Finding {
  const message = `${describe(node)} exists already and belongs to ${owner}`;
  return { severity: "error", code: "not-ours", message, hint };
}

function missing(node: ObjectNode): Finding {
  return {
    severity: "error",
    code: "not-ours",
    message: `${describe(node)} does not exist, and a read-only policy forbids to create it`,
    hint: "create it first, or remove it from the read-only policy",
  };
}

function ownerOf(labels: Record<string, string>): string | undefined {
  const { "app.oam.dev/name": name, "app.oam.dev/namespace": namespace } = labels;
  return name && namespace ? `${namespace}/${name}` : undefined;
}

function describe({ object, cluster }: ObjectNode): string {
  const { name, namespace } = object.metadata ?? {};
  const place = namespace === undefined ? "" : `namespace "${namespace}" of `;
  return `${object.kind} "${name}" in ${place}cluster "${cluster}"`;
}
