import { planApplication } from "../../plan/plan";
import { revisionSource } from "../../plan/revisions/pack";
import type { Revision } from "../../plan/revisions/types";
import type { DeliveryPlan } from "../../plan/types";
import { reportBetween } from "../../report/revisions";
import type { Report } from "../../report/types";
import { NO_CLUSTERS } from "../../sources/clusters";
import { readReferences } from "../../sources/read";
import { loadTypes } from "../load-types";
import { readOutputs } from "../outputs";
import { pulumi } from "../pulumi";
import { chooseHistory, chooseRevision } from "../revisions/history";
import { readStackSettings } from "../stack-settings";

/** The revisions to compare, as people write them. */
export interface RevisionRange {
  from: string;
  /** Without it, the current one. */
  to: string | undefined;
}

/**
 * What differs between two revisions in every cluster, as both would be delivered today.
 *
 * @param application without it, the only one of which revisions are kept
 * @throws InputError when one of them is not kept, or cannot be delivered any more
 */
export async function compareRevisions(application: string | undefined, { from, to }: RevisionRange): Promise<Report> {
  const [name, history] = chooseHistory(readOutputs().revisions, application);
  const [before, after] = [from, to ?? history.current].map((written) => chooseRevision(history, name, written));
  if (before === undefined || after === undefined) throw new Error("two revisions were chosen");
  const { settings } = await readStackSettings();
  const { types } = loadTypes(settings.types || undefined);
  const plan = async (revision: Revision): Promise<DeliveryPlan> => {
    const documents = revisionSource(revision);
    const [application] = documents.applications;
    if (application === undefined) throw new Error(`revision ${revision.name} has no Application`);
    const { references } = await readReferences(documents, settings.registry, types, NO_CLUSTERS);
    return planApplication(application, documents, settings.registry, { types, references });
  };
  const stack = pulumi("stack", "--show-name").trim();
  return reportBetween(await plan(before), await plan(after), settings.registry, stack);
}
