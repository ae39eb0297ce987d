import { selectorRules } from "./rules";
import { policyType } from "./types";

/** Objects that may already be there under somebody else, and become the Application's. */
export const takeOver = policyType({
  name: "take-over",
  description:
    "Lets the Application take over objects that exist already and belong to nobody or to another Application.",
  schema: selectorRules,
});
