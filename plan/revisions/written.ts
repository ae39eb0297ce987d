import type { WrittenRevision } from "../../model/application";
import { type Finding, InputError, type Path } from "../../model/findings";
import type { JsonObject } from "../../model/json";
import { findingAt } from "../../model/source";
import { revisionDigest, revisionDocuments } from "./content";
import { applicationKey } from "./key";
import { pack } from "./pack";
import type { Histories, Revision, RevisionHistory } from "./types";

/**
 * Histories with the revisions that ApplicationRevision documents describe.
 *
 * @param now when they are found, RFC 3339
 * @throws InputError with every document that is no revision, or not the one that is kept under its name
 */
export function withWritten(histories: Histories, written: readonly WrittenRevision[], now: string): Histories {
  const findings: Finding[] = [];
  const all: Record<string, RevisionHistory> = { ...histories };
  for (const one of written) {
    const found = revisionIn(one, now);
    if ("message" in found) {
      findings.push(
        findingAt([one.origin], found.path, { severity: "error", code: "invalid-value", message: found.message }),
      );
      continue;
    }
    const { key, revision } = found;
    const before = all[key] ?? { current: revision.name, state: "recorded", revisions: [] };
    const kept = before.revisions.find(({ name }) => name === revision.name);
    if (kept !== undefined && kept.digest !== revision.digest) findings.push(isAnother(one));
    if (kept !== undefined) continue;
    const revisions = [...before.revisions, revision].sort((a, b) => a.number - b.number);
    all[key] = { ...before, revisions };
  }
  if (findings.length > 0) throw new InputError(findings);
  return all;
}

type Found = { key: string; revision: Revision } | { path: Path; message: string };

function revisionIn({ name, namespace, documents }: WrittenRevision, made: string): Found {
  const [application] = documents.applications;
  if (application === undefined || application.namespace !== namespace) {
    return { path: ["spec", "application"], message: `has to be an Application of namespace "${namespace}"` };
  }
  const prefix = `${application.name}-v`;
  const number = name.startsWith(prefix) ? Number(/^[1-9]\d*$/.exec(name.slice(prefix.length))?.[0]) : Number.NaN;
  if (Number.isNaN(number)) {
    return { path: ["metadata", "name"], message: `is "${name}", must be "${prefix}" and a number` };
  }
  const objects = documents.objects.map(({ object }) => object as JsonObject & { apiVersion: string; kind: string });
  const content = revisionDocuments(application, documents, objects);
  const revision: Revision = { name, number, digest: revisionDigest(content), made, packed: pack(content) };
  return { key: applicationKey(application), revision };
}

function isAnother({ name, origin }: WrittenRevision): Finding {
  return findingAt([origin], ["metadata", "name"], {
    severity: "error",
    code: "duplicate-name",
    message: `another content is kept under the name of revision "${name}"`,
    hint: `see which: npx flotilla revisions show ${name.slice(0, name.lastIndexOf("-v"))} ${name}`,
  });
}
