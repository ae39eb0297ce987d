import type { RunFunction } from "../../plan/steps/run-context";

type Load = () => Promise<RunFunction<never>>;

/** What the step types do, by the types' names. Each is loaded when it runs. */
export const RUN_FUNCTIONS: ReadonlyMap<string, Load> = new Map<string, Load>([
  ["check-metrics", async () => (await import("./check-metrics")).runCheckMetrics],
  ["collect-service-endpoints", async () => (await import("./collect-service-endpoints")).runCollectServiceEndpoints],
  ["depends-on-app", async () => (await import("./depends-on-app")).runDependsOnApp],
  ["notification", async () => (await import("./notification")).runNotification],
  ["print-message-in-status", async () => (await import("./print-message-in-status")).runPrintMessage],
  ["read-object", async () => (await import("./read-object")).runReadObject],
  ["request", async () => (await import("./request")).runRequest],
  ["suspend", async () => (await import("./suspend")).runSuspend],
  ["webhook", async () => (await import("./webhook")).runWebhook],
]);
