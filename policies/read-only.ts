import { selectorRules } from "./rules";
import { policyType } from "./types";

/** Objects that must be there already and are only read: never created, changed or deleted. */
export const readOnly = policyType({
  name: "read-only",
  description: "Reads objects that must exist already, without ever changing them.",
  schema: selectorRules,
});
