import { dirname } from "node:path";
import type { ControlPlaneBinaries } from "../controlplane";
import { ToolError } from "../errors";
import { run } from "../process";
import { type ClusterRef, clusterFolder } from "./files";

/** Log lines of kwokctl shown when it fails. */
const SHOWN_LINES = 10;

/** Runs kwokctl for one cluster. Throws a `ToolError` with the end of its log when it fails. */
export async function kwokctl(
  binaries: ControlPlaneBinaries,
  cluster: ClusterRef,
  args: readonly string[],
): Promise<void> {
  const env = {
    ...process.env,
    KWOK_WORKDIR: cluster.dir,
    PATH: `${dirname(binaries.kubectl)}:${process.env.PATH ?? ""}`,
  };
  const result = await run(binaries.kwokctl, [...args, "--name", cluster.name], { env });
  if (result.code === 0) return;
  const log = result.stderr.trim().split("\n").slice(-SHOWN_LINES).map(message).join("\n");
  throw new ToolError(
    `kwokctl ${args.join(" ")} failed for the local cluster ${cluster.name}:\n${log}\n` +
      `Logs of its programs: ${clusterFolder(cluster)}/logs`,
  );
}

/** The message and error of one of kwokctl's JSON log lines; other lines stay as they are. */
function message(line: string): string {
  try {
    const { msg, err } = JSON.parse(line) as { msg?: string; err?: string };
    return [msg, err].filter(Boolean).join(": ");
  } catch {
    return line;
  }
}
