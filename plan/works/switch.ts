import { type Finding, InputError } from "../../model/findings";
import { identityOf } from "../../model/known-clusters";
import type { ClusterCredentials } from "../../model/registry";
import type { FoundObject } from "../found";
import type { Inventory, InventoryEntry } from "../inventory";
import { writerOf } from "./labels";
import type { PullOptions } from "./works";

/**
 * Refuses to change how a cluster gets what it has already: the one way would delete what the other has just created, because both mean
 * the same objects.
 *
 * @param before what was delivered last
 * @throws InputError with every cluster that it is tried for
 */
export function checkSwitches(before: Inventory, pull: Pick<PullOptions, "clusters"> | undefined): void {
  const known = new Map(before.flatMap(placesOf));
  const findings = [...known].flatMap(([cluster, wasPulled]): Finding[] => {
    const isPulled = pull?.clusters.has(cluster) === true;
    if (isPulled === wasPulled) return [];
    const [was, is] = wasPulled ? ["pull", "push"] : ["push", "pull"];
    const message = `cluster "${cluster}" has objects by delivery: ${was}; ${is} would delete and create all of them`;
    const hint = `take the cluster out of the topologies and run pulumi up, then switch to delivery: ${is}`;
    return [{ severity: "error", code: "cluster-in-use", path: "flotilla:clusters", message, hint }];
  });
  if (findings.length > 0) throw new InputError(findings);
}

function placesOf({ cluster, pulled, shared }: InventoryEntry): [string, boolean][] {
  return shared === undefined ? [[cluster, pulled === true]] : shared.members.map((member) => [member.cluster, true]);
}

/**
 * Refuses to deliver to a cluster itself what an interrupted run has left on the hub for it to pull, for the same reason.
 *
 * @throws InputError with every cluster that it is tried for
 */
export function checkLeftToPull(
  found: readonly FoundObject[],
  pull: Pick<PullOptions, "clusters" | "owner">,
  listed: readonly Pick<ClusterCredentials, "cluster" | "previousNames">[],
): void {
  const left = new Set(found.filter(({ writer }) => writer === writerOf(pull)).map(({ namespace }) => namespace));
  const findings = listed.flatMap(({ cluster, previousNames }): Finding[] => {
    if (pull.clusters.has(cluster) || !left.has(identityOf(cluster, previousNames))) return [];
    const message = `the run that was cut off has let cluster "${cluster}" pull objects; push would delete and create all of them`;
    const hint =
      "set delivery: pull for it and run flotilla up; take it out of the topologies and run it again; then switch";
    return [{ severity: "error", code: "cluster-in-use", path: "flotilla:clusters", message, hint }];
  });
  if (findings.length > 0) throw new InputError(findings);
}
