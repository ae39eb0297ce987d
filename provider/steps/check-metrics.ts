import { setTimeout as sleep } from "node:timers/promises";
import type { z } from "zod";
import { durationSeconds } from "../../model/duration";
import { CONDITION, type checkMetricsSchema } from "../../plan/steps/check-metrics";
import type { RunContext } from "../../plan/steps/run-context";
import { StepError } from "../error";
import { send } from "../http";

/** Between two looks, in seconds; shorter when the times to watch are. */
const INTERVAL = 5;

/** Watches a metric until it was right, or wrong, for long enough. */
export async function runCheckMetrics(properties: z.infer<typeof checkMetricsSchema>, { signal }: RunContext) {
  const { query, metricEndpoint, condition } = properties;
  const enough = durationSeconds(properties.duration);
  const tooMuch = durationSeconds(properties.failDuration);
  const pause = Math.max(0.1, Math.min(INTERVAL, enough / 4, tooMuch / 4));
  let since = { right: true, at: performance.now() };
  for (;;) {
    const value = await ask(metricEndpoint, query, signal);
    const right = holds(value, condition);
    if (right !== since.right) since = { right, at: performance.now() };
    const seconds = (performance.now() - since.at) / 1000;
    if (right && seconds >= enough) return { check: { result: true, value: String(value) } };
    if (!right && seconds >= tooMuch) throw new StepError(`the metric is ${value}, and not ${condition}`, "Action");
    await sleep(pause * 1000, undefined, { signal });
  }
}

async function ask(endpoint: string, query: string, signal: AbortSignal): Promise<number> {
  const url = `${endpoint.replace(/\/$/, "")}/api/v1/query?query=${encodeURIComponent(query)}`;
  const { body } = await send({ url, method: "GET" }, signal);
  const found = (JSON.parse(body) as { data?: { resultType?: string; result?: unknown } }).data;
  const sample = found?.resultType === "vector" ? onlyOne(found.result) : found?.result;
  const value = Array.isArray(sample) ? Number(sample[1]) : Number.NaN;
  if (Number.isNaN(value)) throw new StepError("the query does not give one number", "Execute");
  return value;
}

function onlyOne(result: unknown): unknown {
  return Array.isArray(result) && result.length === 1 ? (result[0] as { value?: unknown }).value : undefined;
}

const COMPARE: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  "==": (a, b) => a === b,
  "!=": (a, b) => a !== b,
  ">=": (a, b) => a >= b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  "<": (a, b) => a < b,
};

function holds(value: number, condition: string): boolean {
  return condition.split("&").every((part) => {
    const [, operator = "", limit] = CONDITION.exec(part) ?? [];
    return COMPARE[operator]?.(value, Number(limit)) ?? false;
  });
}
