import { setTimeout as sleep } from "node:timers/promises";
import type { z } from "zod";
import { LOCAL_CLUSTER } from "../../model/cluster";
import { isObject } from "../../model/json";
import type { dependsOnAppSchema } from "../../plan/steps/depends-on-app";
import type { RunContext } from "../../plan/steps/run-context";

/** Between two looks, in milliseconds. */
const INTERVAL = 2_000;

/** Waits until an Application is running. */
export async function runDependsOnApp(metadata: z.infer<typeof dependsOnAppSchema>, { cluster, signal }: RunContext) {
  const application = { apiVersion: "core.oam.dev/v1beta1", kind: "Application", metadata };
  for (;;) {
    const found = await cluster(LOCAL_CLUSTER).read(application);
    if (found === undefined) {
      const { namespace, name } = metadata;
      throw new Error(`there is no Application "${name}" in namespace "${namespace}" of cluster "${LOCAL_CLUSTER}"`);
    }
    if (isObject(found.status) && found.status.status === "running") return {};
    await sleep(INTERVAL, undefined, { signal });
  }
}
