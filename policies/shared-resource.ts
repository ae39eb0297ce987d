import { selectorRules } from "./rules";
import { policyType } from "./types";

/** Objects that several Applications deliver; none of them deletes them. */
export const sharedResource = policyType({
  name: "shared-resource",
  description: "Shares objects with other Applications: an existing one is joined, and none is deleted.",
  schema: selectorRules,
});
