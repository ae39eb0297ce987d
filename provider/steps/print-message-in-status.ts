import type { z } from "zod";
import type { printMessageSchema } from "../../plan/steps/print-message-in-status";
import type { RunContext } from "../../plan/steps/run-context";

/** Says something. */
export async function runPrintMessage({ message }: z.infer<typeof printMessageSchema>, running: RunContext) {
  running.message(message);
  return {};
}
