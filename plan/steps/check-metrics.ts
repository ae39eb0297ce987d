import { z } from "zod";
import { DURATION } from "../../model/duration";
import { NOTHING, stepType } from "./types";

const duration = z.string().regex(DURATION, "must be a time such as 90s or 5m");

/** A comparison with a number, such as `>=0.95`; several with `&` between them. */
export const CONDITION = /^\s*(==|!=|>=|<=|>|<)\s*(-?\d+(?:\.\d+)?)\s*$/;

/** Properties of a `check-metrics` step. */
export const checkMetricsSchema = z.strictObject({
  query: z.string().describe("The query, in PromQL. It must give one number."),
  metricEndpoint: z
    .url({ protocol: /^https?$/ })
    .default("http://prometheus-server.o11y-system.svc:9090")
    .describe("Address of Prometheus."),
  condition: z
    .string()
    .refine((text) => text.split("&").every((part) => CONDITION.test(part)), "must be a comparison such as >=0.95")
    .describe("What has to be true of the number, such as `>=0.95` or `>0 & <10`."),
  duration: duration.default("5m").describe("How long it has to be true without a break."),
  failDuration: duration.default("2m").describe("How long it may be false without a break until the step fails."),
});

/** Watches a metric. Semantics: KubeVela's `check-metrics` step. */
export const checkMetrics = stepType({
  name: "check-metrics",
  description:
    "Goes on when a metric of Prometheus has been right for a time, and fails when it was wrong for too long.",
  runs: true,
  schema: checkMetricsSchema,
  plan: (properties) => ({ ...NOTHING, run: { properties, secretOutputs: false } }),
});
