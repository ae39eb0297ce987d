import { z } from "zod";
import { NOTHING, stepType } from "./types";

/** Properties of a `request` step. */
export const requestSchema = z.strictObject({
  url: z.string().describe("Where to send it."),
  method: z.enum(["GET", "POST", "PUT", "DELETE"]).default("GET").describe("HTTP method."),
  body: z.record(z.string(), z.json()).optional().describe("What to send, as JSON."),
  header: z.record(z.string(), z.string()).optional().describe("Headers of the request."),
});

/** Asks an HTTP server. Semantics: KubeVela's `request` step. */
export const request = stepType({
  name: "request",
  description: "Asks an HTTP server, and fails when the answer is an error; `response` is the JSON in the answer.",
  runs: true,
  schema: requestSchema,
  plan: (properties) => ({ ...NOTHING, secret: true, run: { properties, secretOutputs: true } }),
});
