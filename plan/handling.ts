import type { PolicySpec } from "../policies";
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

/** How the engine treats one object, beyond creating, updating and deleting it. */
export interface Handling {
  /** Stays in its cluster when the Application drops it. */
  retain: boolean;
  /** May exist already under somebody else. */
  takeOver: boolean;
  /** Must exist already and is only read. */
  readOnly: boolean;
  /** Paths of fields that stay as the cluster has them; `*` for all. */
  ignoreChanges: string[];
  /** Leaves behind what the object owns when it is deleted. */
  orphan: boolean;
}

/** How one finished object is treated. */
export function handlingOf(rules: HandlingRules, object: KubernetesObject): Handling {
  const shared = selected(rules.shared, object);
  const garbage = rules.garbageCollect.find((rule) => selects(rule.selector, object));
  const kept = rules.applyOnce.filter(
    ({ selector, strategy }) =>
      strategy.affect !== "onStateKeep" && (selector === undefined || selects(selector, object)),
  );
  return {
    retain: shared || garbage?.strategy === "never",
    takeOver: shared || selected(rules.takeOver, object),
    readOnly: selected(rules.readOnly, object),
    ignoreChanges: [...new Set(kept.flatMap(({ strategy }) => strategy.path))],
    orphan: garbage?.propagation === "orphan",
  };
}

function selected(selectors: readonly ObjectSelector[], object: KubernetesObject): boolean {
  return selectors.some((selector) => selects(selector, object));
}
