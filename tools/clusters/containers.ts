import { join } from "node:path";
import { stringify } from "yaml";

/** What containers of a fake cluster print, in the format of container runtimes, as a file in the cluster's folder. */
export const CONTAINER_LOG = "containers.log";
/** What they printed before they were restarted. */
export const PREVIOUS_CONTAINER_LOG = "containers.previous.log";

/**
 * What the containers of a fake cluster answer, as YAML documents for kwok: all print what is in {@link CONTAINER_LOG}, run commands
 * in the cluster's folder on this machine, and send back what their ports receive.
 */
export function containers(folder: string): string {
  const logs = {
    logsFile: join(folder, CONTAINER_LOG),
    previousLogsFile: join(folder, PREVIOUS_CONTAINER_LOG),
  };
  return [
    answer("ClusterLogs", { logs: [logs] }),
    answer("ClusterExec", { execs: [{ local: { workDir: folder } }] }),
    answer("ClusterPortForward", { forwards: [{ command: ["cat"] }] }),
  ]
    .map((document) => stringify(document))
    .join("---\n");
}

function answer(kind: string, spec: object): object {
  return { apiVersion: "kwok.x-k8s.io/v1alpha1", kind, metadata: { name: "all" }, spec };
}
