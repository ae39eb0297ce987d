import { selectorRules } from "./rules";
import { policyType } from "./types";

/** Objects that may already be there without belonging to any Application, and become this one's. */
export const takeOver = policyType({
  name: "take-over",
  description: "Lets the Application take over objects that exist already and belong to no other Application.",
  schema: selectorRules,
});
