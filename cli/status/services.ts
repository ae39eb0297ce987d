import type { InventoryEntry } from "../../plan/inventory";
import type { KubernetesObject } from "../../workloads/types";
import { healthOf, type ObjectHealth } from "./health";
import { absentHealth, type LiveObject } from "./live";
import type { Health, ServiceStatus, SilentCluster } from "./types";

const COMPONENT = "app.oam.dev/component";
const ROLE = "app.oam.dev/resourceType";
const TYPE = { WORKLOAD: "workload.oam.dev/type", TRAIT: "trait.oam.dev/type" };

/** Groups live objects by component and place, in the order in which they are delivered. */
export function services(live: readonly LiveObject[]): ServiceStatus[] {
  const found = new Map<string, ServiceStatus>();
  for (const one of live) {
    if (one.object === undefined && one.why === "silent") continue;
    const own = describe(one);
    const key = JSON.stringify([own.cluster, own.namespace, own.name]);
    const known = found.get(key);
    found.set(key, known === undefined ? own : merge(known, own));
  }
  return [...found.values()];
}

/** The component that an object says it belongs to. */
export function componentOf({ metadata }: KubernetesObject): string | undefined {
  return metadata?.labels?.[COMPONENT];
}

/** What one object says about its service. */
function describe(one: LiveObject): ServiceStatus {
  const { cluster, namespace = "", objectKind, objectName } = one.entry;
  const place = { cluster, namespace };
  if (one.object === undefined) {
    const message = `${objectKind}/${objectName}: ${one.reason}`;
    return { name: objectName, ...place, type: "", health: absentHealth(one), message, traits: [] };
  }
  const labels = one.object.metadata?.labels ?? {};
  const own = healthOf(one.object);
  const service = { name: componentOf(one.object) ?? objectName, ...place };
  if (labels[ROLE] !== "TRAIT") return { ...service, type: labels[TYPE.WORKLOAD] ?? objectKind, ...own, traits: [] };
  const trait = { type: labels[TYPE.TRAIT] ?? objectKind, ...own };
  return { ...service, type: "", health: "healthy", message: "", traits: [trait] };
}

function merge(one: ServiceStatus, other: ServiceStatus): ServiceStatus {
  const traits = [...one.traits];
  for (const trait of other.traits) {
    const at = traits.findIndex(({ type }) => type === trait.type);
    const known = traits[at];
    if (known === undefined) traits.push(trait);
    else traits[at] = { ...known, ...together(known, trait) };
  }
  return { ...one, type: one.type || other.type, ...together(one, other), traits };
}

function together(one: ObjectHealth, other: ObjectHealth): ObjectHealth {
  const messages = [one.message, other.message].filter((message) => message !== "");
  return { health: worse(one.health, other.health), message: messages.join("; ") };
}

function worse(one: Health, other: Health): Health {
  const all = [one, other];
  return all.includes("unhealthy") ? "unhealthy" : all.includes("unknown") ? "unknown" : "healthy";
}

/** The clusters that did not answer, with what they should have. */
export function silentClusters(live: readonly LiveObject[]): SilentCluster[] {
  const found = new Map<string, SilentCluster>();
  for (const one of live) {
    if (one.object !== undefined || one.why !== "silent") continue;
    const { cluster } = one.entry;
    const known = found.get(cluster) ?? { cluster, reason: one.reason, objects: [] };
    found.set(cluster, { ...known, objects: [...known.objects, nameOf(one.entry)] });
  }
  return [...found.values()];
}

/** An object as people name it: `Deployment/hello`. */
export function nameOf({ objectKind, objectName }: InventoryEntry): string {
  return `${objectKind}/${objectName}`;
}
