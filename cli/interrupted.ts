import { readFileSync, writeFileSync } from "node:fs";
import type { ParsedDocuments } from "../model/documents";
import type { Finding } from "../model/findings";
import type { FoundObject } from "../plan/found";
import { beginUnsaved } from "./up/saved";

/** Names a file with what an interrupted run has left, as JSON of {@link FoundObject}s, for the program. */
export const FOUND_FILE = "FLOTILLA_FOUND";

/** Names a file in which the program says why a run needs the engine's checkpoints. */
export const CHECKPOINTS_FILE = "FLOTILLA_NEEDS_CHECKPOINTS";

/** Says since when a run goes on that saves its state at its end only. */
export const UNSAVED_SINCE = "FLOTILLA_UNSAVED_SINCE";

/** Names a file that the program writes when another run like this one would want nothing else. */
export const REPEATABLE_FILE = "FLOTILLA_REPEATABLE";

/** Says that another run, made from the same, would want nothing else, if somebody asked for it. */
export function tellRepeatable(): void {
  const file = process.env[REPEATABLE_FILE];
  if (file) writeFileSync(file, "yes");
}

/** What documents deliver, as `<namespace>/<name>`. */
export function deliveredNames({ applications, appDeployments }: ParsedDocuments["documents"]): string[] {
  return [...applications, ...appDeployments].map(({ namespace, name }) => `${namespace}/${name}`);
}

/** A note in the stack that its state does not have what this run does, for the next one. */
export class UnsavedNote {
  /** Nothing may be changed before this is done. */
  written: Promise<void> = Promise.resolve();

  /** Begins to write it, where `flotilla up` wants it, with the Applications that are delivered. */
  write(stack: string, documents: ParsedDocuments["documents"]): void {
    const since = process.env[UNSAVED_SINCE];
    if (!since) return;
    this.written = beginUnsaved({ since: new Date(since), applications: deliveredNames(documents) }, stack);
    // Whoever waits for it is told.
    this.written.catch(() => {});
  }

  /** Waits for the end of a run, and for the note: one that is written later would tell of a run that has saved its state. */
  async around<T>(run: Promise<T>): Promise<T> {
    await Promise.allSettled([run]);
    await Promise.allSettled([this.written]);
    return run;
  }
}

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
