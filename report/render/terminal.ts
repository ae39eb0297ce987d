import type { Colour } from "../../cli/colours";
import { columns } from "../../cli/columns";
import type { SkippedFacts } from "../facts";
import { totalOf } from "../report";
import type { Action, Change, ClusterReport, Report, StepReport } from "../types";
import {
  clusterWords,
  countWords,
  fieldWords,
  remarks,
  SIGNS,
  SKIPPED,
  skippedWords,
  stateWords,
  subjectWords,
} from "../words";

const COLOURS: Readonly<Record<Action, Colour>> = {
  create: "green",
  update: "yellow",
  replace: "red",
  delete: "red",
  forget: "magenta",
};

type Paint = (colour: Colour, text: string) => string;

/** A report for a terminal, or for a log when `paint` leaves texts alone. */
export function terminal(report: Report, paint: Paint): string {
  const steps = report.steps.filter(({ changes, state }) => changes.length > 0 || state !== "delivers");
  const blocks = [
    ...steps.map((step) => stepBlock(step, paint)),
    ...group("Step not known", report.elsewhere, paint),
    ...group("In the cloud", report.cloud, paint),
    ...clusterTable(report.clusters),
    ...skippedTable(report.skipped, paint),
    `${summary(report)}\n`,
  ];
  return blocks.join("\n");
}

function stepBlock(step: StepReport, paint: Paint): string {
  const state = stateWords(step);
  const title = `${step.application}  ${step.step}${state === "" ? "" : `  ${paint("yellow", state)}`}\n`;
  return title + step.changes.map((change) => changeLines(change, paint)).join("");
}

function group(title: string, changes: readonly Change[], paint: Paint): string[] {
  if (changes.length === 0) return [];
  return [`${title}\n${changes.map((change) => changeLines(change, paint)).join("")}`];
}

function changeLines(change: Change, paint: Paint): string {
  const { action, subject, clusters, fields } = change;
  const where = clusters.length === 0 ? "" : `  in ${clusterWords(clusters)}`;
  const notes = remarks(change).map((note) => `  (${note})`);
  const head = `  ${paint(COLOURS[action], `${SIGNS[action].padEnd(2)} ${subjectWords(subject)}`)}${where}${notes.join("")}\n`;
  return head + fields.map((field) => `       ${fieldWords(field)}\n`).join("");
}

function clusterTable(clusters: readonly ClusterReport[]): string[] {
  const changed = clusters.filter(({ counts, state }) => totalOf(counts) > 0 || state !== "stays");
  if (changed.length === 0) return [];
  const rows = changed.map(({ name, state, counts }) => [
    name,
    state === "stays" ? "" : state,
    countWords(counts) || "-",
  ]);
  return [columns([["CLUSTER", "", "OBJECTS"], ...rows])];
}

function skippedTable(skipped: readonly SkippedFacts[], paint: Paint): string[] {
  if (skipped.length === 0) return [];
  const lines = skipped.map((one) => `  ${paint("yellow", one.cluster)}  ${skippedWords(one)}\n`);
  return [`${SKIPPED}\n${lines.join("")}`];
}

function summary({ counts, steps, clusters, skipped }: Report): string {
  const held = steps.filter(({ state }) => state !== "delivers").length;
  const holding = held === 0 ? "" : ` ${held} ${held === 1 ? "step is" : "steps are"} held.`;
  const out =
    skipped.length === 0 ? "" : ` ${skipped.length} ${skipped.length === 1 ? "cluster is" : "clusters are"} skipped.`;
  const touched = clusters.filter((cluster) => totalOf(cluster.counts) > 0).length;
  if (totalOf(counts) === 0) return `Nothing changes${skipped.length === 0 ? "" : " elsewhere"}.${holding}${out}`;
  return `In all: ${countWords(counts)}, in ${touched} ${touched === 1 ? "cluster" : "clusters"}.${holding}${out}`;
}
