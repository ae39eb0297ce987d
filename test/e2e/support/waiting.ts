import type { Stack } from "./stack";
import { until } from "./until";

/** What the provider says of a Deployment whose pods are not ready, once it watches them. */
const SAYS = /MinimumReplicasUnavailable|Waiting for app ReplicaSet/;

/** Waits until the engine watches the pods of a Deployment, given its logical name, in the run that is going on. */
export async function untilWatched(stack: Stack, name: string): Promise<void> {
  await until(`the engine waits for ${name}`, async () => {
    const about = stack.log.split("\n").filter((line) => line.includes(`::${name}"`));
    return about.some((line) => SAYS.test(line)) || undefined;
  });
}
