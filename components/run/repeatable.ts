import { isRepeatable } from "../../plan/repeatable";
import { isWritten } from "../sources";
import type { CheckedRun } from "./check";
import type { Input } from "./input";
import type { MadeRun } from "./make";
import type { RunPlan } from "./plan";
import type { Target } from "./target";

/**
 * Whether another run that is made from the same configuration, files and program would want the same, and have nothing to tell: nothing
 * else was read, nothing is held or done at some time, and nothing was reported.
 */
export function canBeRepeated(
  { configured, files }: Input,
  { hub, documents }: Target,
  { outside }: RunPlan,
  { hasFindings }: CheckedRun,
  { decided }: MadeRun,
): boolean {
  const fromFiles = hub === undefined && configured.types === "" && isWritten(files, documents) && !outside;
  return fromFiles && !hasFindings && isRepeatable(decided);
}
