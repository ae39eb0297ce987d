import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { PlanFacts } from "../../report/facts";
import { type Preview, readPreview } from "../../report/preview";
import { reportOf } from "../../report/report";
import type { Report } from "../../report/types";

/** A preview that a real engine printed, without positions in source files, states and times. */
export function recorded(name: "changes" | "drift"): Preview {
  const preview = readPreview(text(`${name}.json`));
  if (preview === undefined) throw new Error(`${name}.json is no preview`);
  return preview;
}

/** What the plan behind `changes` knew. */
export function recordedFacts(): PlanFacts {
  return JSON.parse(text("changes-facts.json"));
}

/** The report of the recorded changes: two clusters change, a third one is held. */
export function changesReport(): Report {
  return reportOf(recorded("changes"), recordedFacts());
}

function text(file: string): string {
  return readFileSync(join(__dirname, "recorded", file), "utf8");
}
