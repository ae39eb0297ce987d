import type { ApplicationStatus, Health, ServiceStatus, SilentCluster, StepStatus } from "./types";

const WORD: Record<Health, string> = { healthy: "Healthy", unhealthy: "Unhealthy", unknown: "Unknown" };
const MARK: Record<Health, string> = { healthy: "✅", unhealthy: "❌", unknown: "❔" };

/** An Application's status as text, laid out as `vela status` does. */
export function statusText(application: ApplicationStatus): string {
  const { name, namespace, status, steps, services, silent } = application;
  const lines = [
    "About:",
    "",
    `  Name:         ${name}`,
    `  Namespace:    ${namespace}`,
    `  Status:       ${status}`,
    "",
    "Workflow:",
    "",
    `  finished: ${steps.every(({ phase }) => phase === "succeeded")}`,
    `  Suspend: ${steps.some(({ phase }) => phase === "held")}`,
    "  Steps",
    ...steps.flatMap(stepLines),
    "",
    "Services:",
    "",
    ...services.flatMap(serviceLines),
    ...silent.flatMap(silentLines),
  ];
  return `${lines.map((line) => line.trimEnd()).join("\n")}\n`;
}

function stepLines({ name, phase, message }: StepStatus): string[] {
  return [`  - name: ${name}`, `    phase: ${phase}`, `    message: ${message}`];
}

function serviceLines({ name, cluster, namespace, type, health, message, traits }: ServiceStatus): string[] {
  const shown = traits.map((trait) => `${MARK[trait.health]} ${trait.type}${trait.message && `: ${trait.message}`}`);
  return [
    `  - Name: ${name}`,
    `    Cluster: ${cluster}${namespace && `  Namespace: ${namespace}`}`,
    ...(type === "" ? [] : [`    Type: ${type}`]),
    `    ${WORD[health]} ${message}`,
    ...(shown.length === 0 ? [] : ["    Traits:", ...shown.map((trait) => `      ${trait}`)]),
  ];
}

function silentLines({ cluster, reason, objects }: SilentCluster): string[] {
  return [`  - Cluster: ${cluster}`, `    No answer: ${reason}`, `    Delivered: ${objects.join(", ")}`];
}
