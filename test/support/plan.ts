import type { ClusterInfo, ClusterRegistry } from "../../model/cluster";
import { parseDocuments } from "../../model/documents";
import { type Finding, InputError } from "../../model/findings";
import { planApplication } from "../../plan/plan";
import type { DeliveryPlan } from "../../plan/types";
import type { TypeRegistry } from "../../workloads/registry";

/** A cluster with sensible defaults. */
export function cluster(name: string, labels: Record<string, string> = {}): ClusterInfo {
  return { name, labels, version: { major: 1, minor: 36 } };
}

/** A registry with `local` and the given clusters, in the order they joined. */
export function registry(...clusters: ClusterInfo[]): ClusterRegistry {
  return { clusters: [cluster("local"), ...clusters], allowCrossNamespace: true };
}

/** Plans the one Application in the documents; `c1`, `c2` and `c3` exist unless said otherwise. */
export function planYaml(
  text: string,
  clusters: ClusterRegistry = registry(cluster("c1"), cluster("c2"), cluster("c3")),
  types?: TypeRegistry,
): DeliveryPlan {
  const { documents } = parseDocuments([{ file: "app.yaml", text }]);
  const [application] = documents.applications;
  if (application === undefined) throw new Error("the text has no Application");
  return planApplication(application, documents, clusters, { types });
}

/** The findings with which planning refuses the documents. */
export function refusal(text: string, clusters?: ClusterRegistry): readonly Finding[] {
  try {
    planYaml(text, clusters);
  } catch (error) {
    if (error instanceof InputError) return error.findings;
    throw error;
  }
  throw new Error("expected the documents to be refused");
}
