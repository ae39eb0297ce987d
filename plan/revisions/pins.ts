import type { Application, Documents, Scope } from "../../model/application";
import { type Finding, InputError } from "../../model/findings";
import { didYouMean } from "../../model/suggest";
import { applicationKey } from "./key";
import { isRevisionOnly } from "./only";
import { revisionSource } from "./pack";
import type { Histories, Revision } from "./types";

/** Documents in which pinned Applications are as their revisions have them. */
export interface Pinned {
  documents: Documents;
  /** The revisions that Applications are pinned to, by `<namespace>/<name>`. */
  revisions: ReadonlyMap<string, Revision>;
  /** One warning for each pin. */
  warnings: Finding[];
}

/**
 * Puts Applications back to earlier revisions, with the Policies, the Workflow and the objects that they had then. The files stay
 * as they are, and count for nothing until the pin is gone.
 *
 * @param pins names of revisions, by Application as `<namespace>/<name>`
 * @throws InputError with every pin that cannot be followed
 */
export function applyPins(documents: Documents, histories: Histories, pins: Readonly<Record<string, string>>): Pinned {
  const findings: Finding[] = [];
  const revisions = new Map<string, Revision>();
  for (const [application, name] of Object.entries(pins)) {
    const found = pinnedRevision(application, name, documents.applications, histories);
    if ("packed" in found) revisions.set(application, found);
    else findings.push({ severity: "error", code: "unknown-revision", path: placeOf(application), ...found });
  }
  if (findings.length > 0) throw new InputError(findings);
  const warnings = [...revisions].map(([application, revision]) => pinWarning(application, revision));
  return { documents: replaced(documents, revisions), revisions, warnings };
}

function pinnedRevision(
  key: string,
  name: string,
  applications: readonly Application[],
  histories: Histories,
): Revision | Pick<Finding, "message" | "hint"> {
  const application = applications.find((one) => applicationKey(one) === key);
  if (application === undefined) {
    const message = `there is no Application ${key} in the documents, so it cannot be pinned`;
    const near = didYouMean(key, applications.map(applicationKey));
    return { message, hint: near.hint ?? `remove the pin: npx flotilla revisions unpin ${key}` };
  }
  if (isRevisionOnly(application)) {
    const message = `${key} is kept as a revision only, so there is nothing to pin`;
    return { message, hint: "name the revision in the AppDeployment that delivers it, and remove the pin" };
  }
  const { revisions = [] } = histories[key] ?? {};
  const names = revisions.map((revision) => revision.name);
  const known = names.length === 0 ? "none is kept yet" : `kept are ${names.join(", ")}`;
  return (
    revisions.find((revision) => revision.name === name) ?? {
      message: `${key} has no revision "${name}"`,
      hint: didYouMean(name, names).hint ?? known,
    }
  );
}

function pinWarning(application: string, { name, made }: Revision): Finding {
  return {
    severity: "warning",
    code: "pinned",
    path: placeOf(application),
    message: `${application} is pinned to revision ${name} of ${made}, and what the files say about it does not count`,
    hint: `go back to the files with: npx flotilla revisions unpin ${application}`,
  };
}

function placeOf(application: string): string {
  return `flotilla:revisions[${JSON.stringify(application)}]`;
}

function replaced(documents: Documents, revisions: ReadonlyMap<string, Revision>): Documents {
  if (revisions.size === 0) return documents;
  const scopes = new Map<Application, Scope>();
  const applications = documents.applications.map((application) => {
    const revision = revisions.get(applicationKey(application));
    if (revision === undefined) return application;
    const source = revisionSource(revision);
    const [earlier = application] = source.applications;
    scopes.set(earlier, source);
    return earlier;
  });
  return { ...documents, applications, scopes };
}
