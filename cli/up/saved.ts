import { pulumi, pulumiMeanwhile } from "../pulumi";

/**
 * Whether the state has what the last run did, as a tag of the stack: it lies in the backend, beside the state. It is never
 * removed, because engines forget to write an empty list of tags.
 */
const TAG = "flotilla:state";
const SAVED = "saved";

/** A run whose state is saved at its end only. */
export interface UnsavedRun {
  since: Date;
  /** What it delivers, as `<namespace>/<name>`. */
  applications: string[];
}

/** The run that has not saved its state; undefined when the last one did. */
export async function unsavedRun(): Promise<UnsavedRun | undefined> {
  const tags = JSON.parse(await pulumiMeanwhile("stack", "tag", "ls", "--json")) as Record<string, string>;
  const [since = SAVED, ...applications] = (tags[TAG] ?? SAVED).split(" ");
  return since === SAVED ? undefined : { since: new Date(since), applications };
}

/** Says that a run begins which saves its state at the end only. */
export function beginUnsaved({ since, applications }: UnsavedRun): void {
  pulumi("stack", "tag", "set", TAG, [since.toISOString(), ...applications].join(" "));
}

/** Says that everything is in the state. */
export function endUnsaved(): void {
  pulumi("stack", "tag", "set", TAG, SAVED);
}

/** Whether the state was written after a time, as an engine does at the end of a run that fails, too. */
export function isSavedAfter(time: Date): boolean {
  const { deployment } = JSON.parse(pulumi("stack", "export")) as { deployment?: { manifest?: { time?: string } } };
  return Date.parse(deployment?.manifest?.time ?? "") >= time.getTime();
}
