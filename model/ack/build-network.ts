import { childOrigin, type Notes } from "../notes";
import type { Origin } from "../source";
import type { WrittenAck } from "./schema";
import type { AckNetwork, AckPodNetwork, Vswitch } from "./types";

/** Addresses of pods when nothing else is said. */
const POD_CIDR = "172.20.0.0/16";

const VSWITCHES_HINT = "give vswitches, as a list of zone and cidr, or vswitchIds";

/** The network of control plane and nodes; undefined when something is wrong with it. */
export function buildNetwork(written: WrittenAck["network"], origin: Origin, notes: Notes): AckNetwork | undefined {
  const { vpcCidr, vpcId, vswitches, vswitchIds } = written ?? {};
  if (vswitches !== undefined && vswitchIds !== undefined) {
    exclusive("vswitches", "vswitchIds", origin, notes);
  } else if (vswitches === undefined && vswitchIds === undefined) {
    notes.error(origin, [], "missing-field", "the network has no vswitches", VSWITCHES_HINT);
  } else if (vpcCidr !== undefined && vpcId !== undefined) {
    exclusive("vpcCidr", "vpcId", origin, notes);
  } else if (vswitchIds !== undefined) {
    if (vpcCidr === undefined) return { ...(vpcId === undefined ? {} : { vpcId }), vswitchIds };
    exclusive("vpcCidr", "vswitchIds", origin, notes);
  } else if (vswitches !== undefined && uniqueZones(vswitches, origin, notes)) {
    if (vpcCidr !== undefined) return { vpcCidr, vswitches };
    if (vpcId !== undefined) return { vpcId, vswitches };
    const hint = "give vpcCidr for a new VPC, or vpcId for an existing one";
    notes.error(origin, [], "missing-field", "nothing says which VPC the vswitches are in", hint);
  }
  return undefined;
}

/** The network of pods; undefined when something is wrong with it. */
export function buildPodNetwork(
  written: WrittenAck["podNetwork"],
  origin: Origin,
  notes: Notes,
): AckPodNetwork | undefined {
  const { type = "flannel", podCidr, vswitches, vswitchIds } = written ?? {};
  if (type === "flannel") {
    for (const field of ["vswitches", "vswitchIds"] as const) {
      if (written?.[field] !== undefined) foreign(field, "terway", origin, notes);
    }
    return { type, podCidr: podCidr ?? POD_CIDR };
  }
  if (podCidr !== undefined) foreign("podCidr", "flannel", origin, notes);
  if (vswitches !== undefined && vswitchIds !== undefined) {
    exclusive("vswitches", "vswitchIds", origin, notes);
  } else if (vswitches !== undefined) {
    if (uniqueZones(vswitches, origin, notes)) return { type, vswitches };
  } else if (vswitchIds !== undefined) {
    return { type, vswitchIds };
  } else {
    notes.error(origin, [], "missing-field", "terway needs vswitches for pods", VSWITCHES_HINT);
  }
  return undefined;
}

function exclusive(one: string, other: string, origin: Origin, notes: Notes): void {
  notes.error(origin, [other], "invalid-value", `there are both ${one} and ${other}`, "remove one of them");
}

function foreign(field: string, type: string, origin: Origin, notes: Notes): void {
  notes.error(origin, [field], "invalid-value", `only ${type} has ${field}`, `remove it, or set type: ${type}`);
}

/** A zone is the identity of its vswitch. */
function uniqueZones(vswitches: readonly Vswitch[], origin: Origin, notes: Notes): boolean {
  const seen = new Set<string>();
  const again = vswitches.flatMap(({ zone }, index) => {
    const known = seen.has(zone);
    seen.add(zone);
    return known ? [index] : [];
  });
  for (const index of again) {
    const message = "another vswitch is in this zone already";
    notes.error(childOrigin(origin, "vswitches", index), ["zone"], "duplicate-name", message, "use one for each zone");
  }
  return again.length === 0;
}
