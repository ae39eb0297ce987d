import { resolve } from "node:path";
import { readFiles } from "../../cli/read-files";
import type { ClusterRegistry } from "../../model/cluster";
import type { TextFile } from "../../model/documents";
import { parseDocuments } from "../../model/documents";
import { readRegistry } from "../../model/registry";
import { planApplication } from "../../plan/plan";
import type { DeliveryPlan } from "../../plan/types";
import { reportBetween } from "../../report/revisions";
import type { Report } from "../../report/types";

const EXAMPLES = resolve(__dirname, "../../examples");

/** What the second revision of the example says differently. */
const EDITS = [
  ["image: crccheck/hello-world", "image: crccheck/hello-world:v1.0.0"],
  ["replicas: 5", "replicas: 6"],
] as const;

/** The difference between two revisions of the example that the README shows. */
export function exampleReport(): Report {
  const [text, clusters] = readFiles([`${EXAMPLES}/advanced/app.yaml`, `${EXAMPLES}/clusters.yaml`]);
  if (text === undefined || clusters === undefined) throw new Error("the example is not there");
  const { registry } = readRegistry(clusters);
  const edited = EDITS.reduce((now, [old, replacement]) => now.replace(old, replacement), text.text);
  return reportBetween(planOf(text, registry), planOf({ ...text, text: edited }, registry), registry, "staging");
}

function planOf(file: TextFile, registry: ClusterRegistry): DeliveryPlan {
  const { documents } = parseDocuments([file]);
  const [application] = documents.applications;
  if (application === undefined) throw new Error("the example has no Application");
  return planApplication(application, documents, registry, {});
}
