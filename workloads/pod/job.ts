import { z } from "zod";

/** Properties of types that run pods to completion. */
export const jobShape = {
  count: z.int().default(1).describe("How many pods run at the same time, and how many have to succeed"),
  restart: z.string().default("Never").describe("What happens to a failed container: `Never` or `OnFailure`"),
};

/** How many pods a Job runs. */
export const jobSize = (count: number) => ({ parallelism: count, completions: count });
