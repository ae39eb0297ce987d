import type { RunFunction } from "../types";

/** What the step types do, by the types' names. Each is loaded when it runs. */
export const RUN_FUNCTIONS: ReadonlyMap<string, () => Promise<RunFunction<never>>> = new Map([
  ["read-object", async (): Promise<RunFunction<never>> => (await import("./read-object")).runReadObject],
]);
