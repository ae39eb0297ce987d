import { applyComponent } from "./apply-component";
import { applyDeployment } from "./apply-deployment";
import { applyObject } from "./apply-object";
import { checkMetrics } from "./check-metrics";
import { collectServiceEndpoints } from "./collect-service-endpoints";
import { dependsOnApp } from "./depends-on-app";
import { deploy } from "./deploy";
import { deploy2env } from "./deploy2env";
import { export2config } from "./export2config";
import { export2secret } from "./export2secret";
import { notification } from "./notification";
import { plannedType } from "./own";
import type { OwnStepType } from "./own-type";
import { printMessageInStatus } from "./print-message-in-status";
import { readObject } from "./read-object";
import { request } from "./request";
import { stepGroup } from "./step-group";
import { suspend } from "./suspend";
import type { StepType } from "./types";
import { webhook } from "./webhook";

export { REFUSED_STEP_TYPES } from "./refused";

/** Every step type that is understood, by name. */
export const STEP_TYPES: ReadonlyMap<string, StepType> = new Map(
  [
    ...[deploy, suspend, applyComponent, deploy2env, stepGroup, applyObject, applyDeployment, readObject],
    collectServiceEndpoints,
    ...[export2config, export2secret, notification, webhook, request, checkMetrics, dependsOnApp, printMessageInStatus],
  ].map((type): [string, StepType] => [type.name, type as StepType]),
);

/** The step types by name, with a user's own beside or instead of them. */
export function stepTypes(own: ReadonlyMap<string, OwnStepType>): ReadonlyMap<string, StepType> {
  return new Map([...STEP_TYPES, ...[...own.values()].map((type) => [type.name, plannedType(type)] as const)]);
}
