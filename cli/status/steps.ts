import type { StepOutput } from "../../components/outputs";
import { byAndAt } from "../../plan/warnings";
import type { Delivering } from "../delivering";
import type { HeldStep } from "../workflow/standing";
import { healthOf } from "./health";
import { absentHealth, type LiveObject } from "./live";
import { nameOf } from "./services";
import type { StepStatus } from "./types";

/** The steps of one Application, in the order in which they deliver; those that its workflow no longer has come last. */
export function stepStatuses(
  live: readonly LiveObject[],
  steps: readonly StepOutput[],
  held: readonly HeldStep[],
  commands: Delivering,
): StepStatus[] {
  const known = steps.map(({ step }) => step);
  const further = [...live.map(({ entry }) => entry.step), ...held.map(({ step }) => step)];
  return [...new Set([...known, ...further])].map((name) => {
    const { type = "", phase, waves } = steps.find(({ step }) => step === name) ?? {};
    const gate = held.find(({ step }) => step === name);
    const of = { name, type, ...(waves === undefined ? {} : { waves }) };
    if (gate !== undefined) return { ...of, ...heldPhase(gate, commands) };
    if (phase === "pending" || phase === "terminated") return { ...of, ...behind(held) };
    if (phase === "skipped") return { ...of, phase, message: "its if is false" };
    return { ...of, ...phaseOf(live.filter(({ entry }) => entry.step === name)) };
  });
}

function heldPhase(held: HeldStep, { up }: Delivering): Pick<StepStatus, "phase" | "message"> {
  const { application, digest, message: note, since, standing, until, verdict = {} } = held;
  const then = until === undefined ? "" : `, or after ${until} by itself in the next ${up}`;
  switch (standing) {
    case "waits": {
      const resume = `npx flotilla workflow resume ${application} ${held.step} && ${up}`;
      const told = note === undefined ? "" : ` (${note})`;
      const message = `plan ${digest} waits for an approval since ${since}${told}; go on with: ${resume}${then}`;
      return { phase: "suspending", message };
    }
    case "approved":
      return {
        phase: "suspending",
        message: `plan ${digest} was approved${byAndAt(verdict)}; deliver it with: ${up}`,
      };
    case "restarted":
      return { phase: "suspending", message: `restarted${byAndAt(verdict)}; run it again with: ${up}` };
    case "terminated": {
      const restart = `npx flotilla workflow restart ${application} && ${up}`;
      return { phase: "terminated", message: `given up${byAndAt(verdict)}; ask for it again with: ${restart}` };
    }
  }
}

/** A step behind some that are held: given up with them when all of them are. */
function behind(held: readonly HeldStep[]): Pick<StepStatus, "phase" | "message"> {
  const waiting = held.filter(({ standing }) => standing !== "terminated");
  const first = waiting.length === 0 ? held : waiting;
  return {
    phase: waiting.length === 0 && held.length > 0 ? "terminated" : "pending",
    message: `not reached: waits for ${first.map(({ step }) => step).join(", ")}`,
  };
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
