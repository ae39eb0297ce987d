import type { Documents } from "../../../model/application";
import { parseDocuments } from "../../../model/documents";
import { revisionDocuments } from "../../../plan/revisions/content";
import { revisionOf } from "../../../plan/revisions/history";
import type { Revision, RevisionHistory } from "../../../plan/revisions/types";

/** An Application of one component, whose step names a policy that may lie outside. */
export function shop({ image = "nginx:1", metadata = "", policies = "[]" } = {}): string {
  return `apiVersion: core.oam.dev/v1beta1
kind: Application
metadata: {name: shop, namespace: demo${metadata}}
spec:
  components:
    - {name: web, type: webservice, properties: {image: "${image}"}}
  policies: ${policies}
  workflow:
    steps:
      - {name: deploy, type: deploy, properties: {policies: [place]}}
`;
}

/** A Policy object that puts an Application into clusters. */
export function place(...clusters: string[]): string {
  return `---
{apiVersion: core.oam.dev/v1alpha1, kind: Policy, metadata: {name: place, namespace: demo}, type: topology, properties: {clusters: [${clusters}]}}
`;
}

export function parse(text: string, file = "app.yaml"): Documents {
  return parseDocuments([{ file, text }]).documents;
}

/** The revision that a text is, after others. */
export function revision(text: string, before?: RevisionHistory, now = "2030-01-01T00:00:00Z"): Revision {
  const documents = parse(text);
  const [application] = documents.applications;
  if (application === undefined) throw new Error("the text has no Application");
  return revisionOf(application.name, revisionDocuments(application, documents, []), before, now);
}

/** A history of revisions, the last one current. */
export function history(...revisions: Revision[]): RevisionHistory {
  return { current: revisions.at(-1)?.name ?? "", state: "delivered", revisions };
}
