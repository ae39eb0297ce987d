import { waveWords } from "../../report/words";
import { type Coloured, colours } from "../colours";
import type { ApplicationStatus, Health, ServiceStatus, SilentCluster, SkippedCluster, StepStatus } from "./types";

/** How something is, as people read it. */
export const HEALTH_WORDS: Readonly<Record<Health, string>> = {
  healthy: "Healthy",
  unhealthy: "Unhealthy",
  unknown: "Unknown",
};
const MARK: Record<Health, string> = { healthy: "✅", unhealthy: "❌", unknown: "❔" };

/** Shows how something is by the colour of a text; without colours, returns the text as it is. */
export type Paint = (health: Health, text: string) => string;

const COLOURS = { healthy: "green", unhealthy: "red", unknown: "yellow" } as const;

/** Paints for a stream, or does not. */
export function painter(stream: Coloured): Paint {
  const paint = colours(stream);
  return (health, text) => paint(COLOURS[health], text);
}

/** Phases of steps that nothing more happens to by itself. */
const ENDED: ReadonlySet<StepStatus["phase"]> = new Set(["succeeded", "skipped", "terminated"]);

/** An Application's status as text, laid out as `vela status` does. */
export function statusText(application: ApplicationStatus, paint: Paint): string {
  const { name, namespace, status, steps, services, silent, skipped } = application;
  const lines = [
    "About:",
    "",
    `  Name:         ${name}`,
    `  Namespace:    ${namespace}`,
    `  Status:       ${status}`,
    "",
    "Workflow:",
    "",
    `  finished: ${steps.every(({ phase }) => ENDED.has(phase))}`,
    `  Suspend: ${steps.some(({ phase }) => phase === "suspending")}`,
    `  Terminated: ${steps.some(({ phase }) => phase === "terminated")}`,
    "  Steps",
    ...steps.flatMap(stepLines),
    "",
    "Services:",
    "",
    ...services.flatMap((service) => serviceLines(service, paint)),
    ...silent.flatMap(silentLines),
    ...skippedLines(skipped),
  ];
  return `${lines.map((line) => line.trimEnd()).join("\n")}\n`;
}

/** What is said of clusters that were left out; nothing when there are none. */
export function skippedLines(skipped: readonly SkippedCluster[]): string[] {
  if (skipped.length === 0) return [];
  const lines = skipped.flatMap(({ cluster, since, reason }) => [
    `  - Cluster: ${cluster}`,
    `    Since: ${since}`,
    `    Reason: ${reason}`,
  ]);
  return ["", "Skipped because unreachable, until the first run that they answer:", "", ...lines];
}

function stepLines({ name, type, phase, waves, message }: StepStatus): string[] {
  return [
    `  - name: ${name}`,
    ...(type === "" ? [] : [`    type: ${type}`]),
    `    phase: ${phase}`,
    ...(waves === undefined ? [] : [`    waves: ${waveWords({ clusters: waves })}`]),
    `    message: ${message}`,
  ];
}

function serviceLines(service: ServiceStatus, paint: Paint): string[] {
  const { name, cluster, namespace, type, health, message, traits } = service;
  const shown = traits.map((trait) => `${MARK[trait.health]} ${trait.type}${trait.message && `: ${trait.message}`}`);
  return [
    `  - Name: ${name}`,
    `    Cluster: ${cluster}${namespace && `  Namespace: ${namespace}`}`,
    ...(type === "" ? [] : [`    Type: ${type}`]),
    `    ${paint(health, HEALTH_WORDS[health])} ${message}`,
    ...(shown.length === 0 ? [] : ["    Traits:", ...shown.map((trait) => `      ${trait}`)]),
  ];
}

function silentLines({ cluster, reason, objects }: SilentCluster): string[] {
  return [`  - Cluster: ${cluster}`, `    No answer: ${reason}`, `    Delivered: ${objects.join(", ")}`];
}
