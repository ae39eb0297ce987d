import { z } from "zod";

/** A property that KubeVela has and that cannot be done here: it is refused with the reason instead of being ignored. */
export function refused(reason: string) {
  return z.never(`is not supported: ${reason}`).optional().describe(`Not supported: ${reason}`);
}
