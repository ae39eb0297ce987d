import { expect } from "vitest";
import type { Outcome } from "./stack";

/** Waits for a run of the engine that has to succeed; what it printed is in the failure otherwise. */
export async function succeeded(running: Promise<Outcome>): Promise<Outcome> {
  const outcome = await running;
  expect(outcome.code, outcome.output).toBe(0);
  return outcome;
}
