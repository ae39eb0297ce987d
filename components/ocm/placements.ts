import { type Finding, InputError } from "../../model/findings";
import { PLACEMENT_API, PLACEMENT_LABEL } from "../../ocm/names";
import { type Chosen, chosenClusters, type PlacementUse } from "../../ocm/placements";
import { reasonOf } from "../reason-of";
import type { HubApi } from "./join";

/**
 * Asks the hub which clusters its Placements have chosen.
 *
 * @throws InputError with every Placement that the hub does not have, or does not tell about
 */
export async function readChosen(uses: readonly PlacementUse[], hub: Pick<HubApi, "get">): Promise<Chosen> {
  const findings: Finding[] = [];
  const read = uses.map(async (use): Promise<[PlacementUse, string[]]> => {
    try {
      return [use, await chosenBy(use, hub)];
    } catch (error) {
      const message = `Placement "${use.name}" of namespace "${use.namespace}": ${reasonOf(error)}`;
      const hint = "write placement.open-cluster-management.io/<namespace>.<name> of a Placement that the hub has";
      findings.push(use.finding({ severity: "error", code: "nothing-matches", message, hint }));
      return [use, []];
    }
  });
  const chosen = new Map(await Promise.all(read));
  if (findings.length > 0) throw new InputError(findings);
  return chosen;
}

async function chosenBy({ namespace, name }: PlacementUse, hub: Pick<HubApi, "get">): Promise<string[]> {
  const path = `/apis/${PLACEMENT_API}/namespaces/${encodeURIComponent(namespace)}`;
  const placement = namespace && name ? await hub.get(`${path}/placements/${encodeURIComponent(name)}`) : undefined;
  if (placement === undefined) throw new Error("the hub does not have it");
  const selector = encodeURIComponent(`${PLACEMENT_LABEL}=${name}`);
  return chosenClusters(await hub.get(`${path}/placementdecisions?labelSelector=${selector}`));
}
