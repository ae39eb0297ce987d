import { childOrigin, type Notes } from "../notes";
import type { Origin } from "../source";
import { buildNetwork, buildPodNetwork } from "./build-network";
import { buildNodePools } from "./build-node-pools";
import { checkAddresses } from "./check-addresses";
import { passedFields } from "./passed-fields";
import type { WrittenAck } from "./schema";
import type { AckCreation, AckNetwork, AckSettings, PassedSettings } from "./types";

/** What an entry that is joined by its id may say beside. */
const JOINED_FIELDS: ReadonlySet<string> = new Set(["region", "id", "credentialMinutes"]);

/** How long credentials are good when nothing else is said: a run that creates a cluster ends within it. */
export const CREDENTIAL_MINUTES = 60;

/** What is created when nothing else is said: a cluster with a service level agreement, and addresses that no default VPC has. */
const DEFAULTS = { clusterSpec: "ack.pro.small", serviceCidr: "172.21.0.0/20" } as const;

/**
 * What `ack` of one cluster means, with defaults. `create` is left out when the cluster exists, or something is wrong with it.
 *
 * @param origin where it stands
 */
export function buildAck(written: WrittenAck, origin: Origin, notes: Notes): AckSettings {
  const { region, id, credentialMinutes = CREDENTIAL_MINUTES } = written;
  if (id === undefined) return { region, credentialMinutes, ...created(written, origin, notes) };
  for (const field of Object.keys(written).filter((key) => !JOINED_FIELDS.has(key))) {
    const message = `${field} is for a cluster that is created, and this one is joined by its id`;
    notes.error(origin, [field], "invalid-value", message, "remove it, or remove id");
  }
  return { region, credentialMinutes, id };
}

function created(written: WrittenAck, origin: Origin, notes: Notes): { create?: AckCreation } {
  const network = buildNetwork(written.network, childOrigin(origin, "network"), notes);
  const podNetwork = buildPodNetwork(written.podNetwork, childOrigin(origin, "podNetwork"), notes);
  const nodePools = buildNodePools(written.nodePools ?? [], childOrigin(origin, "nodePools"), notes);
  checkProtection(written, origin, notes);
  if (podNetwork !== undefined && "vswitches" in podNetwork && network !== undefined && !hasVpc(network)) {
    const message = "new vswitches for pods need to know the VPC";
    notes.error(origin, ["network", "vpcId"], "missing-field", message, "give vpcId");
  }
  if (network === undefined || podNetwork === undefined) return {};
  const create = {
    ...{ network, podNetwork, nodePools },
    deletionProtection: written.deletionProtection ?? true,
    allowReplacement: written.allowReplacement ?? false,
    ...(written.name === undefined ? {} : { name: written.name }),
    settings: settingsOf(written),
  };
  checkAddresses(create, origin, notes);
  return { create };
}

function hasVpc(network: AckNetwork): boolean {
  return "vpcCidr" in network || network.vpcId !== undefined;
}

/** A protected cluster cannot be replaced, because that deletes it. */
function checkProtection({ allowReplacement, deletionProtection }: WrittenAck, origin: Origin, notes: Notes): void {
  if (allowReplacement !== true || deletionProtection === false) return;
  const message = "a cluster that is protected from deletion cannot be replaced";
  const hint = "set deletionProtection: false and run pulumi up, then allow the replacement";
  notes.error(origin, ["allowReplacement"], "invalid-value", message, hint);
}

function settingsOf(written: WrittenAck): AckCreation["settings"] {
  const passed = Object.entries(written).filter(([key, value]) => key in passedFields && value !== undefined);
  return { ...DEFAULTS, ...(Object.fromEntries(passed) as Omit<PassedSettings, keyof typeof DEFAULTS>) };
}
