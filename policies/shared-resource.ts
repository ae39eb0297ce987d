import { selectorRules } from "./rules";
import { policyType } from "./types";

/** Objects that several Applications deliver; none of them deletes them. */
export const sharedResource = policyType({
  name: "shared-resource",
  description:
    "Shares objects with other Applications that have the same policy; what was delivered last counts, and nobody deletes them.",
  schema: selectorRules,
});
