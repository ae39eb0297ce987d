import { posix } from "node:path";
import type { Found, Reference } from "../../workloads/references";
import type { Outside } from "../../workloads/types";

/** The surroundings of a component that is written in `apps/shop.yaml`, for the Application's namespace `home`. */
export function outside(read: (reference: Reference) => Found = nothing): Outside {
  return { namespace: "home", locate: (written) => posix.join("apps", written), read };
}

function nothing(): Found {
  throw new Error("this type should read nothing");
}
