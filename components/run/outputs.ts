import { nextHistories } from "../../plan/revisions/next";
import { registrationOutputs } from "../ocm/registrations";
import { stackOutputs } from "../outputs";
import type { CheckedRun } from "./check";
import type { Input } from "./input";
import type { MadeRun } from "./make";
import type { RunPlan } from "./plan";
import type { Target } from "./target";

/** What a run leaves for the next one, and for commands that look at what was delivered. */
export function runOutputs(
  { shard }: Input,
  { settings, fleet }: Target,
  { documents, planned, revisions: { past, current }, now }: RunPlan,
  { used, skipped, identities }: CheckedRun,
  { decided, applications, registered }: MadeRun,
) {
  const keeping = { limit: settings.revisionHistory, deployments: documents.appDeployments };
  const revisions = shard.revisions(past, () => nextHistories(decided, { current, before: past, now, ...keeping }));
  const before = { ...shard.before, held: shard.home.held, now };
  return {
    ...stackOutputs(decided, applications, fleet.known(used), settings.registry, before, revisions),
    ...{ skipped, identities, ...shard.outputs(planned, applications) },
    ...fleet.outputs(),
    ...registrationOutputs(registered),
  };
}
