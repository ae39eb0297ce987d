import * as pulumi from "@pulumi/pulumi";
import { applicationName, type PlannedApplication } from "../plan/deliveries";

/** Whether the environment says that the engine goes on after failures; nobody is told whether a flag does. */
function goesOn(): boolean {
  return ["true", "1"].includes(process.env.PULUMI_CONTINUE_ON_ERROR ?? "");
}

/** Says which steps may go on past failures only if the engine does. */
export function noteTolerance(planned: readonly Pick<PlannedApplication, "plan">[]): void {
  if (goesOn()) return;
  for (const { plan } of planned) {
    for (const { name, waves } of plan.steps) {
      if (waves === undefined || waves.maxFailures === 0) continue;
      const clusters = waves.maxFailures === 1 ? "1 cluster" : `${waves.maxFailures} clusters`;
      const text = `step "${name}" of ${applicationName(plan)} may go on when ${clusters} failed: only with pulumi up --continue-on-error; without, the first failure ends the run`;
      void pulumi.log.info(text);
    }
  }
}
