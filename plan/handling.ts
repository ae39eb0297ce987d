import type { Path } from "../model/findings";
import type { PolicySpec } from "../policies";
import { parseFieldPath } from "../policies/field-path";
import { type ObjectSelector, selects } from "../policies/rules";
import type { KubernetesObject } from "../workloads/types";

/** What an Application's policies say about its objects, whichever step delivers them. */
export interface HandlingRules {
  garbageCollect: PolicySpec<"garbage-collect">["rules"];
  /** Rules of policies that are enabled. */
  applyOnce: PolicySpec<"apply-once">["rules"];
  takeOver: ObjectSelector[];
  readOnly: ObjectSelector[];
  shared: ObjectSelector[];
}

/** For objects that no policy is about. */
export const NO_RULES: HandlingRules = { garbageCollect: [], applyOnce: [], takeOver: [], readOnly: [], shared: [] };

/** How the engine treats one object, beyond creating, updating and deleting it. */
export interface Handling {
  /** Stays in its cluster when the Application drops it. */
  retain: boolean;
  /** May exist already, if it belongs to no Application. */
  takeOver: boolean;
  /** May belong to another Application that shares it too. */
  shared: boolean;
  /** Must exist already and is only read. */
  readOnly: boolean;
  /** Paths of fields that stay as the cluster has them; {@link EVERYTHING} for all. */
  leave: Path[];
  /** Leaves behind what the object owns when it is deleted. */
  orphan: boolean;
}

/** The only key of the path that means the whole object. */
export const EVERYTHING = "*";

/** How one finished object is treated. */
export function handlingOf(rules: HandlingRules, object: KubernetesObject): Handling {
  const shared = selected(rules.shared, object);
  const garbage = rules.garbageCollect.filter((rule) => selects(rule.selector, object));
  return {
    retain: shared || garbage[0]?.strategy === "never",
    takeOver: selected(rules.takeOver, object),
    shared,
    readOnly: selected(rules.readOnly, object),
    leave: fieldsLeft(rules, object),
    orphan: garbage.find((rule) => rule.propagation !== undefined)?.propagation === "orphan",
  };
}

/** The fields that apply-once leaves to the cluster, by the first rule that selects the object. */
function fieldsLeft({ applyOnce }: HandlingRules, object: KubernetesObject): Path[] {
  const rule = applyOnce.find(({ selector }) => selector === undefined || selects(selector, object));
  if (rule === undefined || rule.strategy.affect === "onStateKeep") return [];
  return [...new Set(rule.strategy.path)].map((text) => parseFieldPath(text) ?? []);
}

function selected(selectors: readonly ObjectSelector[], object: KubernetesObject): boolean {
  return selectors.some((selector) => selects(selector, object));
}
