import type { z } from "zod";
import type { Json, JsonObject } from "../../model/json";
import type { requestSchema } from "../../plan/steps/request";
import type { RunContext } from "../../plan/steps/run-context";
import { send } from "../http";

/** Asks a server. `response` is there when the answer is JSON. */
export async function runRequest(request: z.infer<typeof requestSchema>, { signal }: RunContext): Promise<JsonObject> {
  const answer = await send(request, signal);
  const http = { response: { ...answer } };
  try {
    return { http, response: JSON.parse(answer.body) as Json };
  } catch {
    return { http };
  }
}
