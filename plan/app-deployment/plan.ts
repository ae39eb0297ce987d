import type { AppDeployment } from "../../model/app-deployment";
import type { ClusterRegistry } from "../../model/cluster";
import { type Finding, InputError } from "../../model/findings";
import { findingAt } from "../../model/source";
import { didYouMean } from "../../model/suggest";
import { NOTHING_READ } from "../../workloads/references";
import { typeRegistry } from "../../workloads/registry";
import type { KubernetesObject } from "../../workloads/types";
import { deliver } from "../deliver";
import { NO_RULES } from "../handling";
import { identityOf } from "../identity";
import { Renderer } from "../render";
import type { RevisionBook, RevisionSource } from "../revisions/book";
import { Inputs } from "../running/inputs";
import { scopedReferences } from "../scoped-references";
import type { StepContext } from "../steps/types";
import type { Delivery, DeliveryPlan, PlanningOptions, PlanStep } from "../types";
import { isScalable, labelRevision, scale } from "./overlay";
import { placementsOf, type RevisionPlacement } from "./placements";
import { renameAll } from "./rename";
import { trafficSteps } from "./traffic-steps";

/** One revision of an AppDeployment, found and placed. */
interface Placed extends RevisionSource {
  name: string;
  placements: RevisionPlacement[];
}

/**
 * Plans an AppDeployment: first the revisions, the newest one first, so that it is healthy before an older one gets smaller; then
 * how requests are split. Semantics: KubeVela 1.0 `AppDeployment`; policies and workflows of the Applications do not count.
 *
 * @throws InputError with everything that is wrong
 */
export function planAppDeployment(
  deployment: AppDeployment,
  book: RevisionBook,
  registry: ClusterRegistry,
  planning: PlanningOptions = {},
): DeliveryPlan {
  const findings: Finding[] = [];
  const { name, namespace } = deployment;
  const placed = deployment.spec.appRevisions.flatMap((_, index) => place(deployment, index, book, registry, findings));
  placed.sort((a, b) => b.number - a.number);
  const delivered = new Set<string>();
  const steps: PlanStep[] = [];
  for (const revision of placed) {
    const deliveries = deliverRevision(deployment, revision, registry, planning, findings);
    steps.push({
      ...{ name: revision.name, type: "deploy", after: steps.slice(-1).map((step) => step.name) },
      ...{ approval: false, placements: deliveries.map(({ placement }) => placement), waiting: [] },
      deliveries: deliveries.map((delivery) => ({ ...delivery, objects: notYet(delivery.objects, delivered) })),
    });
  }
  const clusters = new Map(placed.map((revision) => [revision.name, revision]));
  steps.push(...trafficSteps(deployment, clusters, steps.at(-1)?.name, planning.trafficApi, findings));
  if (findings.some(({ severity }) => severity === "error")) {
    throw new InputError(findings.filter(({ severity }) => severity === "error"));
  }
  return { application: { name, namespace }, steps, handling: NO_RULES, warnings: findings };
}

function place(
  deployment: AppDeployment,
  index: number,
  book: RevisionBook,
  registry: ClusterRegistry,
  findings: Finding[],
): Placed[] {
  const { namespace, spec, origin } = deployment;
  const name = spec.appRevisions[index]?.revisionName ?? "";
  const placements = placementsOf(deployment, index, registry, findings);
  const source = book.find(namespace, name);
  if (source !== undefined) return [{ ...source, name, placements }];
  const known = book.names(namespace);
  const there = known.length === 0 ? "there is none yet" : `there are ${known.join(", ")}`;
  findings.push(
    findingAt([origin], ["spec", "appRevisions", index, "revisionName"], {
      severity: "error",
      code: "unknown-revision",
      message: `there is no revision "${name}" in namespace "${namespace}"`,
      hint: didYouMean(name, known).hint ?? there,
    }),
  );
  return [];
}

/** The components of a revision in all its clusters, under names of their own. */
function deliverRevision(
  deployment: AppDeployment,
  { name, application, documents, placements }: Placed,
  registry: ClusterRegistry,
  { types = typeRegistry(), references = NOTHING_READ }: PlanningOptions,
  findings: Finding[],
): Delivery[] {
  const renderer = new Renderer(application, registry, types, scopedReferences(documents, references), findings);
  const inputs = new Inputs(application, new Map(), new Map(), findings);
  // There are no steps whose outputs components could take, which is told here.
  for (const component of application.components) inputs.producersFor(component.inputs ?? [], component.origins[0]);
  const context: StepContext = { application, registry, renderer, inputs, findings, usePolicy: () => undefined };
  const suffix = name.slice(name.lastIndexOf("-") + 1);
  warnOfPolicies(application, findings);
  return placements.flatMap(({ cluster, replicas }) => {
    const { deliveries } = deliver(application.components, [{ cluster, namespace: undefined }], context);
    const renamed = renameAll(
      deliveries.flatMap(({ objects }) => objects),
      suffix,
    );
    let position = 0;
    return deliveries.map((delivery) => {
      const objects = renamed.slice(position, position + delivery.objects.length);
      position += delivery.objects.length;
      const labelled = objects.map((object) => labelRevision(object, name, deployment.name));
      return {
        ...delivery,
        objects: replicas === undefined ? labelled : scaled(labelled, replicas, delivery, findings),
      };
    });
  });
}

function scaled(objects: KubernetesObject[], replicas: number, { component }: Delivery, findings: Finding[]) {
  return objects.map((object) => {
    if (object.metadata?.labels?.["app.oam.dev/resourceType"] !== "WORKLOAD") return object;
    if (isScalable(object)) return scale(object, replicas);
    const message = `component "${component}" is a ${object.kind}, which has no replicas, so distribution does not apply to it`;
    if (!findings.some((finding) => finding.message === message)) {
      findings.push({ severity: "warning", code: "nothing-matches", message });
    }
    return object;
  });
}

/** The objects that no newer revision has brought to the same cluster already: those that are not renamed are shared. */
function notYet(objects: readonly KubernetesObject[], delivered: Set<string>): KubernetesObject[] {
  return objects.filter((object) => {
    const identity = identityOf(object);
    if (delivered.has(identity)) return false;
    delivered.add(identity);
    return true;
  });
}

function warnOfPolicies(
  { name, policies, workflow, origin }: RevisionSource["application"],
  findings: Finding[],
): void {
  if (policies.length === 0 && workflow === undefined) return;
  findings.push(
    findingAt([origin], ["spec"], {
      severity: "warning",
      code: "unused-policy",
      message: `policies and workflow of Application "${name}" do not count where an AppDeployment delivers it`,
      hint: "say in the AppDeployment where it goes",
    }),
  );
}
