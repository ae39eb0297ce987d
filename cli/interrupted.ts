import { readFileSync, writeFileSync } from "node:fs";
import type { Finding } from "../model/findings";
import type { FoundObject } from "../plan/found";

/** Names a file with what an interrupted run has left, as JSON of {@link FoundObject}s, for the program. */
export const FOUND_FILE = "FLOTILLA_FOUND";

/** Names a file in which the program says why a run needs the engine's checkpoints. */
export const CHECKPOINTS_FILE = "FLOTILLA_NEEDS_CHECKPOINTS";

/** What an interrupted run has left, if somebody has looked. */
export function foundObjects(): FoundObject[] {
  const file = process.env[FOUND_FILE];
  return file ? (JSON.parse(readFileSync(file, "utf8")) as FoundObject[]) : [];
}

/** What is wrong with a run without checkpoints in which something could be lost. */
export function missingCheckpoints(lost: string | undefined): Finding[] {
  const skipped = ["1", "true"].includes(process.env.PULUMI_SKIP_CHECKPOINTS ?? "");
  if (!skipped || lost === undefined) return [];
  const file = process.env[CHECKPOINTS_FILE];
  if (file) writeFileSync(file, lost);
  return [
    {
      ...{ severity: "error", code: "needs-checkpoints" },
      message: `without checkpoints, a run that is cut off would forget ${lost}`,
      hint: "leave PULUMI_SKIP_CHECKPOINTS out",
    },
  ];
}

/** What is left for good where nobody can take care of it. */
export function orphanWarnings(orphans: readonly FoundObject[]): Finding[] {
  return orphans.map(({ kind, namespace, name, cluster, application }) => ({
    ...{ severity: "warning", code: "left-behind" },
    message: `${kind} "${namespace === undefined ? name : `${namespace}/${name}`}" in cluster "${cluster}" was delivered by a run that was cut off, for the Application ${application}, which is no longer there`,
    hint: "delete it by hand, or deliver that Application once more and drop it then",
  }));
}
