import { healthOf } from "./health";
import { absentHealth, type LiveObject } from "./live";
import type { OwnedObject } from "./owned";
import type { DeliveredStatus, ObjectStatus } from "./types";

/** Every object that was delivered, with what was made for it. */
export function objectStatuses(live: readonly LiveObject[]): DeliveredStatus[] {
  return live.map((one) => {
    const { cluster, namespace = "", objectKind: kind, objectName: name } = one.entry;
    const place = { cluster, namespace, kind, name };
    if (one.object !== undefined) return { ...place, ...healthOf(one.object), owned: one.owned.map(ownedStatus) };
    return { ...place, health: absentHealth(one), message: one.reason, owned: [] };
  });
}

function ownedStatus({ object, owned }: OwnedObject): ObjectStatus {
  const { kind, metadata } = object;
  return { kind, name: metadata?.name ?? "", ...healthOf(object), owned: owned.map(ownedStatus) };
}
