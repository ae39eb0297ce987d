import type { KubernetesObject } from "../../workloads/types";

interface Node {
  status?: { addresses?: readonly { type: string; address: string }[] };
}

/** The address of a node for node ports: of a gateway or else a worker, an external address before an internal one; empty without any. */
export function nodeAddress(nodes: readonly KubernetesObject[]): string {
  const withRole = (role: string) =>
    nodes.filter(({ metadata }) => metadata?.labels?.[`node-role.kubernetes.io/${role}`] !== undefined);
  const choices = [withRole("gateway").slice(0, 1), withRole("worker"), nodes];
  const candidates = choices.find((choice) => choice.length > 0) ?? [];
  const first = (type: string) =>
    candidates.flatMap((node) => (node as Node).status?.addresses ?? []).find((one) => one.type === type)?.address;
  return first("ExternalIP") ?? first("InternalIP") ?? "";
}
