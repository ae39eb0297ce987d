import { type AppDeployment, type HttpRule, weightsOf } from "../../model/app-deployment";
import type { Finding } from "../../model/findings";
import { findingAt } from "../../model/source";
import { didYouMean } from "../../model/suggest";
import type { KubernetesObject } from "../../workloads/types";
import { clusterOf } from "../deliver";
import type { RevisionSource } from "../revisions/book";
import type { Delivery, PlanStep } from "../types";
import { gatewayApiObjects } from "./gateway-api";
import { istioObjects } from "./istio";
import type { RevisionPlacement } from "./placements";
import { clusterTraffic, TRAFFIC_ANNOTATION, TRAFFIC_APIS, type TrafficApi } from "./traffic";

type Weights = Readonly<Record<string, number>>;

/** The revisions of an AppDeployment, by name. */
export type PlacedRevisions = ReadonlyMap<
  string,
  Pick<RevisionSource, "application"> & { placements: RevisionPlacement[] }
>;

/**
 * The steps that split requests: one for each step of the rollout and one for where it ends. They are called by their weights, so that
 * what a later rollout does is never taken for what an earlier one did.
 *
 * @param after the step before them
 * @param configured what splits requests unless the AppDeployment's annotation says something else
 */
export function trafficSteps(
  deployment: AppDeployment,
  revisions: PlacedRevisions,
  after: string | undefined,
  configured: TrafficApi = "istio",
  findings: Finding[],
): PlanStep[] {
  const { traffic, rollout } = deployment.spec;
  if (!traffic) return [];
  checkTargets(deployment, revisions, findings);
  const api = apiOf(deployment, configured, findings);
  if (api === "gateway-api" && !traffic.gateways?.length) findings.push(needsGateway(deployment));
  const stages = (rollout?.steps ?? []).map(({ weights, auto }, index) => ({
    ...{ name: stepName(deployment, weights), weights: weights as Weights | undefined },
    approval: !(auto ?? index === 0),
  }));
  const name = stages.length === 0 ? "traffic" : stepName(deployment, endOf(traffic.http[0]));
  const end = { name, weights: undefined, approval: stages.length > 0 };
  refuseRepeated(deployment, [...stages, end], findings);
  let before = after;
  return [...stages, end].map(({ name, weights, approval }) => {
    const deliveries = deliveriesOf(deployment, revisions, api, weights);
    const step = {
      ...{ name, type: "traffic", after: before === undefined ? [] : [before], approval },
      ...{ placements: deliveries.map(({ placement }) => placement), deliveries, waiting: [] },
    };
    before = name;
    return step;
  });
}

/** `traffic-shop-v1-90-shop-v2-10`: those that get nothing are left out. */
function stepName({ spec }: AppDeployment, weights: Weights): string {
  const parts = spec.appRevisions.flatMap(({ revisionName: name }) =>
    weights[name] ? [`${name}-${weights[name]}`] : [],
  );
  return ["traffic", ...parts].join("-");
}

/** Where a rollout ends, as weights by revision. */
function endOf(rule: HttpRule | undefined): Weights {
  const weights = rule === undefined ? [] : weightsOf(rule);
  return Object.fromEntries(
    (rule?.weightedTargets ?? []).map(({ revisionName }, at) => [revisionName, weights[at] ?? 0]),
  );
}

/** Steps with the same weights would be one step. */
function refuseRepeated({ origin }: AppDeployment, steps: readonly { name: string }[], findings: Finding[]): void {
  steps.forEach(({ name }, index) => {
    if (!steps.slice(index + 1).some((step) => step.name === name)) return;
    findings.push(
      findingAt([origin], ["spec", "rollout", "steps", index, "weights"], {
        severity: "error",
        code: "duplicate-name",
        message: "a later step has the same weights, or the traffic at the end has",
        hint: "remove one of them",
      }),
    );
  });
}

function deliveriesOf(
  deployment: AppDeployment,
  revisions: PlacedRevisions,
  api: TrafficApi,
  weights: Weights | undefined,
): Delivery[] {
  const clusters = new Set(
    [...revisions.values()].flatMap(({ placements }) => placements.map(({ cluster }) => cluster)),
  );
  return [...clusters].flatMap((cluster) => {
    const there = [...revisions].filter(([, { placements }]) => placements.some((one) => one.cluster === cluster));
    const traffic = clusterTraffic(deployment, cluster, new Set(there.map(([name]) => name)), weights);
    if (traffic.rules.length === 0) return [];
    const { fixed, split } = api === "istio" ? istioObjects(traffic) : gatewayApiObjects(traffic);
    return [delivery([...fixed, split], deployment)];
  });
}

function delivery(objects: KubernetesObject[], { namespace, name }: AppDeployment): Delivery {
  const [first] = objects;
  const cluster = first === undefined ? "" : clusterOf(first);
  return { placement: { cluster, namespace }, component: name, dependsOn: [], objects };
}

/** Every target has to be a component of its revision. */
function checkTargets({ spec, origin }: AppDeployment, revisions: PlacedRevisions, findings: Finding[]): void {
  spec.traffic?.http.forEach((rule, index) => {
    rule.weightedTargets.forEach(({ revisionName, componentName }, target) => {
      const components = revisions.get(revisionName)?.application.components.map(({ name }) => name);
      if (components === undefined || components.includes(componentName)) return;
      findings.push(
        findingAt([origin], ["spec", "traffic", "http", index, "weightedTargets", target, "componentName"], {
          severity: "error",
          code: "unknown-component",
          message: `revision "${revisionName}" has no component "${componentName}"`,
          hint: didYouMean(componentName, components).hint ?? `it has ${components.join(", ")}`,
        }),
      );
    });
  });
}

function apiOf({ annotations, origin }: AppDeployment, configured: TrafficApi, findings: Finding[]): TrafficApi {
  const written = annotations[TRAFFIC_ANNOTATION];
  if (written === undefined) return configured;
  const api = TRAFFIC_APIS.find((one) => one === written);
  if (api !== undefined) return api;
  findings.push(
    findingAt([origin], ["metadata", "annotations", TRAFFIC_ANNOTATION], {
      severity: "error",
      code: "invalid-value",
      message: `is ${JSON.stringify(written)}, must be one of ${TRAFFIC_APIS.join(", ")}`,
    }),
  );
  return configured;
}

function needsGateway({ origin }: AppDeployment): Finding {
  return findingAt([origin], ["spec", "traffic"], {
    severity: "error",
    code: "missing-field",
    message: "an HTTPRoute of the Gateway API belongs to a Gateway, and traffic names none",
    hint: "add gateways: [<name>], or [<namespace>/<name>]",
  });
}
