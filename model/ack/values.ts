import { z } from "zod";
import { isCidr } from "./cidr";

/** A name or id that has to be there. */
export const named = z.string().min(1);

/** A block of IPv4 addresses, written with its first address. */
export const cidr = z.string().superRefine((text, context) => {
  if (isCidr(text)) return;
  const message = `is ${JSON.stringify(text)}, must be the first address and the length of a block, such as "10.0.0.0/16"`;
  context.addIssue({ code: "custom", message });
});

/** Tags as Alibaba Cloud accepts them: most of its names are free text. */
export const tags = z.record(z.string().min(1).max(128), z.string().max(128));
