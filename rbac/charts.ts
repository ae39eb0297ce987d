import type { Finding } from "../model/findings";
import type { DeliveryPlan } from "../plan/types";
import { isRelease } from "../workloads/release";

/** One warning for each chart: what is in it is known only when it is installed. */
export function chartWarnings(plan: DeliveryPlan): Finding[] {
  const deliveries = plan.steps.flatMap((step) => step.deliveries);
  const charts = deliveries.filter(({ objects }) => objects.some(isRelease)).map(({ component }) => component);
  return [...new Set(charts)].map((component) => ({
    severity: "warning",
    code: "not-supported",
    message: `component "${component}" is a Helm chart, and the rights for what is in it are missing here`,
    hint: "add them by hand",
  }));
}
