import type { HeldOutput, StepOutput } from "../../components/outputs";
import { healthOf } from "./health";
import { absentHealth, type LiveObject } from "./live";
import { nameOf } from "./services";
import type { StepStatus } from "./types";

/** The steps of one Application, in the order in which they deliver; those that its workflow no longer has come last. */
export function stepStatuses(
  live: readonly LiveObject[],
  steps: readonly StepOutput[],
  held: readonly HeldOutput[],
): StepStatus[] {
  const known = steps.map(({ step }) => step);
  const further = [...live.map(({ entry }) => entry.step), ...held.map(({ step }) => step)];
  return [...new Set([...known, ...further])].map((name) => {
    const { type = "", phase, waves } = steps.find(({ step }) => step === name) ?? {};
    const gate = held.find(({ step }) => step === name);
    const of = { name, type, ...(waves === undefined ? {} : { waves }) };
    if (gate !== undefined) return { ...of, phase: "held", message: heldMessage(gate) };
    if (phase === "pending") return { ...of, phase, message: pendingMessage(held) };
    return { ...of, ...phaseOf(live.filter(({ entry }) => entry.step === name)) };
  });
}

function heldMessage({ application, step, digest, since }: HeldOutput): string {
  return `plan ${digest} waits for an approval since ${since}; go on with: npx flotilla workflow resume ${application} ${step} && npx pulumi up`;
}

function pendingMessage(held: readonly HeldOutput[]): string {
  return `not reached: waits for ${held.map(({ step }) => step).join(", ")}`;
}

function phaseOf(live: readonly LiveObject[]): Pick<StepStatus, "phase" | "message"> {
  const unhealthy = live.flatMap((one) => problemOf(one) ?? []);
  if (unhealthy.length > 0) return { phase: "running", message: `unhealthy: ${unhealthy.join("; ")}` };
  const unknown = live.filter((one) => one.object === undefined && one.why !== "release");
  const clusters = [...new Set(unknown.map(({ entry }) => entry.cluster))];
  if (clusters.length > 0) return { phase: "unknown", message: `nobody can tell in ${clusters.join(", ")}` };
  return { phase: "succeeded", message: "" };
}

/** What is wrong with an object that a cluster has, or should have. */
function problemOf(one: LiveObject): string | undefined {
  const name = `${nameOf(one.entry)} in ${one.entry.cluster}`;
  if (one.object === undefined) return absentHealth(one) === "unhealthy" ? `${name} ${one.reason}` : undefined;
  const { health, message } = healthOf(one.object);
  return health === "unhealthy" ? `${name} ${message}` : undefined;
}
