import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Finding, InputError } from "../../model/findings";
import type { PlanFacts } from "../../report/facts";
import { factsFromOutputs } from "../../report/facts-from-outputs";
import { maskedText } from "../../report/mask";
import { type Preview, readPreview } from "../../report/preview";
import { withProgress } from "../../tools/progress";
import { engineHint } from "../engine-hints";
import { PLAN_FACTS_FILE, readPlanFacts } from "../plan-facts";
import { tryPulumi } from "../pulumi";

/** A preview, and what is known about the plan behind it. */
export interface PreviewSource {
  preview: Preview;
  facts: PlanFacts | undefined;
}

/**
 * Runs a preview of the current stack.
 *
 * @param refresh whether to ask the clusters first what they have
 * @throws InputError with what is wrong when the preview fails
 */
export async function runPreview(refresh: boolean): Promise<PreviewSource> {
  const folder = mkdtempSync(join(tmpdir(), "flotilla-diff-"));
  const file = join(folder, "facts.json");
  try {
    const args = ["preview", "--json", ...(refresh ? ["--refresh"] : [])];
    const what = refresh ? "asking the clusters and previewing" : "previewing";
    const run = () => tryPulumi(args, { [PLAN_FACTS_FILE]: file });
    const { failed, stdout, reason } = await withProgress(what, run);
    const preview = readPreview(stdout);
    if (failed || preview === undefined) throw new InputError(previewMistakes(preview, reason));
    return { preview, facts: readPlanFacts(file) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * Reads what `pulumi preview --json` printed, from a file or, with `-`, from the standard input. Which step a change belongs to is then
 * only known for what was delivered before.
 *
 * @throws InputError when it cannot be read, is something else, or is of a preview that failed
 */
export function savedPreview(file: string): PreviewSource {
  const preview = readPreview(textOf(file));
  if (preview === undefined) {
    const message = "this is not what `pulumi preview --json` prints";
    throw new InputError([{ severity: "error", code: "unsupported-document", file, message }]);
  }
  if (preview.diagnostics.some(({ severity }) => severity === "error"))
    throw new InputError(previewMistakes(preview, ""));
  return { preview, facts: factsFromOutputs(preview) };
}

function textOf(file: string): string {
  try {
    return readFileSync(file === "-" ? 0 : file, "utf8");
  } catch (error) {
    const message = `cannot be read: ${error instanceof Error ? error.message : error}`;
    throw new InputError([{ severity: "error", code: "file-not-found", file, message }]);
  }
}

/** The errors that a failed preview told, or else the last thing that the engine said. */
export function previewMistakes(preview: Preview | undefined, reason: string): Finding[] {
  const told = (preview?.diagnostics ?? []).filter(({ severity }) => severity === "error");
  const texts = told.length > 0 ? told.map(({ message }) => message) : [reason];
  return texts.map((text) => ({
    severity: "error",
    code: "engine-failed",
    message: `the preview failed: ${maskedText(text.replace(/^error: /, "").trim())}`,
    ...engineHint(text),
  }));
}
