import { z } from "zod";
import type { Json } from "../../model/json";
import { valueAt } from "../../model/source";
import { clusterOfSecrets, secretValue } from "./secret-value";
import { NOTHING, stepType } from "./types";

/** Properties of a `webhook` step. */
export const webhookSchema = z.strictObject({
  url: secretValue.describe("Where to send it."),
  data: z.record(z.string(), z.json()).optional().describe("What to send, as JSON; the Application when left out."),
});

/** Sends JSON to an address. Semantics: KubeVela's `webhook` step. */
export const webhook = stepType({
  name: "webhook",
  description: "Sends a request to an address.",
  runs: true,
  schema: webhookSchema,
  clusters: clusterOfSecrets,
  plan({ url, data }, _step, { application }) {
    const sent = data ?? (valueAt(application.origin) as Json);
    return { ...NOTHING, secret: true, run: { properties: { url, data: sent }, secretOutputs: true } };
  },
});
