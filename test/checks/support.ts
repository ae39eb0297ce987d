import { stackChecks } from "../../checks/configuration";
import { findingsOf } from "../../checks/run";
import type { CheckType } from "../../checks/types";
import { parseDocuments } from "../../model/documents";
import { type Finding, formatFinding } from "../../model/findings";
import type { Json, JsonObject } from "../../model/json";
import { planApplication } from "../../plan/plan";
import { cluster, registry } from "../support/plan";

/** Two production clusters and one of another kind. */
export const FLEET = registry(
  cluster("p1", { environment: "production" }),
  cluster("p2", { environment: "production" }),
  cluster("test"),
);

/** An Application `default/shop` that delivers components, written as YAML, to clusters. */
export function shop(components: string, clusters: string): string {
  return `
apiVersion: core.oam.dev/v1beta1
kind: Application
metadata: { name: shop }
spec:
  components:
${components}
  policies:
    - { name: where, type: topology, properties: { clusters: [${clusters}] } }
`;
}

/** What the checks find in an Application. */
export function check(text: string, config: Json, own: readonly CheckType[] = []): Finding[] {
  const { documents } = parseDocuments([{ file: "app.yaml", text }]);
  const planned = documents.applications.map((one) => ({ plan: planApplication(one, documents, FLEET) }));
  return findingsOf({ ...documents, planned }, stackChecks(config, { registry: FLEET, own }));
}

/** What the checks find in objects that go to the cluster `p1`: each finding as people see it, from the object on. */
export function checkObjects(config: Json, ...objects: JsonObject[]): string[] {
  const properties = JSON.stringify({ objects });
  const text = shop(`    - { name: all, type: k8s-objects, properties: ${properties} }`, "p1");
  return check(text, config).map((finding) => formatFinding(finding).replace(/^.*?in cluster p1: /, ""));
}

/** A Deployment of one container. */
export function deployment(container: JsonObject, spec: JsonObject = {}, pod: JsonObject = {}): JsonObject {
  const template = { spec: { ...pod, containers: [{ name: "main", image: "example/web:1", ...container }] } };
  return { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "web" }, spec: { ...spec, template } };
}
