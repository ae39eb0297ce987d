import { join } from "node:path";
import type { ClusterSpec } from "../clusters";
import { ToolError } from "../errors";
import { FLOTILLA_DIR } from "../paths";

/** A cluster of the demo, as the example's policies speak of it. */
export interface Member {
  readonly name: string;
  readonly labels?: Readonly<Record<string, string>>;
}

const HUB: Member = { name: "local" };
const MEMBERS: readonly Member[] = [
  { name: "beijing-1" },
  { name: "beijing-2" },
  { name: "us-west-1", labels: { provider: "AWS" } },
];

/** The hub and the three clusters that the example delivers to. */
export const FLEET: readonly Member[] = [HUB, ...MEMBERS];

/** Where the demo's embedded clusters keep their data. */
export const CLUSTERS_DIR = join(FLOTILLA_DIR, "clusters");

/** The embedded clusters of the demo. */
export const EMBEDDED: readonly ClusterSpec[] = FLEET.map(({ name }) => ({ name, dir: CLUSTERS_DIR }));

/** A cluster of the demo that is one of the user's own. */
export interface OwnMember extends Member {
  /** A context of the user's own kubeconfig. */
  readonly context: string;
}

/**
 * Gives the demo's names to contexts of the user's own: three for the clusters, or four with the hub first. Throws a
 * `ToolError` for another number and for a context that is named twice.
 */
export function ownFleet(contexts: readonly string[]): OwnMember[] {
  const members = contexts.length === FLEET.length ? FLEET : MEMBERS;
  if (contexts.length !== members.length || contexts.some((context) => context === "")) {
    const names = MEMBERS.map(({ name }) => name).join(", ");
    throw new ToolError(
      `--contexts takes three contexts of your kubeconfig, for ${names}, or four with the hub's first; ` +
        `it got ${contexts.length}: see them with "kubectl config get-contexts -o name".`,
    );
  }
  const twice = contexts.find((context, index) => contexts.indexOf(context) !== index);
  if (twice !== undefined)
    throw new ToolError(`--contexts names ${twice} twice: every cluster of the demo needs its own.`);
  return members.map((member, index) => ({ ...member, context: contexts[index] as string }));
}
