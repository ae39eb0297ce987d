import { z } from "zod";

/** An amount of memory or storage, as KubeVela accepts it: a whole number and a unit. */
export const byteQuantity = z.string().regex(/^([1-9][0-9]{0,63})(E|P|T|G|M|K|Ei|Pi|Ti|Gi|Mi|Ki)$/);
