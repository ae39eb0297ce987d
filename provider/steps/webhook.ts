import type { z } from "zod";
import type { RunContext } from "../../plan/steps/run-context";
import type { webhookSchema } from "../../plan/steps/webhook";
import { send } from "../http";
import { secretText } from "../secret";

/** Sends JSON. */
export async function runWebhook({ url, data }: z.infer<typeof webhookSchema>, running: RunContext) {
  const request = { url: await secretText(url, running), method: "POST", body: data };
  const { statusCode, body } = await send(request, running.signal);
  return { http: { response: { statusCode, body } } };
}
