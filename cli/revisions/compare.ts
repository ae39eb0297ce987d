import { maskedDifference, type ObjectDifference, planDifferences } from "../../plan/differences";
import { planApplication } from "../../plan/plan";
import { revisionSource } from "../../plan/revisions/pack";
import type { Revision } from "../../plan/revisions/types";
import type { DeliveryPlan } from "../../plan/types";
import { NO_CLUSTERS } from "../../sources/clusters";
import { readReferences } from "../../sources/read";
import { loadTypes } from "../load-types";
import { readStackSettings } from "../stack-settings";

/**
 * What differs between two revisions in every cluster, as both would be delivered today. Values of Secrets are masked.
 *
 * @throws InputError when one of them cannot be delivered any more
 */
export async function compareRevisions(before: Revision, after: Revision): Promise<ObjectDifference[]> {
  const settings = await readStackSettings();
  const { types } = loadTypes(settings.types || undefined);
  const plan = async (revision: Revision): Promise<DeliveryPlan> => {
    const documents = revisionSource(revision);
    const [application] = documents.applications;
    if (application === undefined) throw new Error(`revision ${revision.name} has no Application`);
    const { references } = await readReferences(documents, settings.registry, types, NO_CLUSTERS);
    return planApplication(application, documents, settings.registry, { types, references });
  };
  return planDifferences(await plan(before), await plan(after)).map(maskedDifference);
}
