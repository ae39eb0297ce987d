import type { HeldOutput } from "../../components/outputs";
import { healthOf } from "./health";
import type { LiveObject } from "./live";
import { nameOf } from "./services";
import type { StepStatus } from "./types";

/** The steps of one Application, in the order in which they deliver; those that never delivered come last. */
export function stepStatuses(live: readonly LiveObject[], held: readonly HeldOutput[]): StepStatus[] {
  const names = [...new Set([...live.map(({ entry }) => entry.step), ...held.map(({ step }) => step)])];
  return names.map((name) => {
    const gate = held.find(({ step }) => step === name);
    if (gate !== undefined) {
      return { name, phase: "held", message: `plan ${gate.digest} waits for an approval since ${gate.since}` };
    }
    return { name, ...phaseOf(live.filter(({ entry }) => entry.step === name)) };
  });
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
  if (one.object === undefined) return one.why === "gone" ? `${name} ${one.reason}` : undefined;
  const { health, message } = healthOf(one.object);
  return health === "unhealthy" ? `${name} ${message}` : undefined;
}
