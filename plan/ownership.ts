import type { Finding } from "../model/findings";
import type { ObjectNode } from "./graph-types";

/** What a cluster holds under an object's name: nothing, or an object with these labels. */
export type Live = { labels: Record<string, string> } | undefined;

/**
 * What is wrong with delivering an object to a cluster that holds `live` in its place: it is somebody else's and no
 * policy lets the Application take it over, or it is to be read and is not there.
 * Semantics: KubeVela `pkg/utils/apply` (`MustBeControlledByApp`).
 */
export function ownershipFinding(
  node: ObjectNode,
  application: { name: string; namespace: string },
  live: Live,
): Finding | undefined {
  if (node.handling.readOnly) return live === undefined ? missing(node) : undefined;
  if (live === undefined || node.handling.takeOver) return undefined;
  const owner = ownerOf(live.labels);
  if (owner === `${application.namespace}/${application.name}`) return undefined;
  return {
    severity: "error",
    code: "not-ours",
    message: `${describe(node)} exists already and belongs to ${owner === undefined ? "no Application" : `the Application ${owner}`}`,
    hint: "rename it, delete the one that exists, or let a take-over policy select it",
  };
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
  const name = labels["app.oam.dev/name"];
  return name === undefined ? undefined : `${labels["app.oam.dev/namespace"] ?? ""}/${name}`;
}

function describe({ object, cluster }: ObjectNode): string {
  const { name, namespace } = object.metadata ?? {};
  const place = namespace === undefined ? "" : `namespace "${namespace}" of `;
  return `${object.kind} "${name}" in ${place}cluster "${cluster}"`;
}
