import type { Application } from "../../model/application";

/** The annotation of an Application that is kept as a revision and not delivered; an AppDeployment delivers it. */
export const REVISION_ONLY = "app.oam.dev/revision-only";

/** Whether an Application is kept as a revision and delivers nothing by itself. */
export function isRevisionOnly({ annotations }: Pick<Application, "annotations">): boolean {
  return annotations[REVISION_ONLY] === "true";
}
