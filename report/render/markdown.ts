import { stringify } from "yaml";
import type { SkippedFacts } from "../facts";
import { totalOf } from "../report";
import type { Change, Report, StepReport } from "../types";
import {
  clusterWords,
  countChanges,
  countWords,
  fieldWords,
  remarks,
  SIGNS,
  SKIPPED,
  skippedWords,
  stateWords,
  subjectWords,
} from "../words";

/** First line of every comment, by which the next run finds it again. Nobody sees it. */
export const MARKER = "<!-- flotilla diff -->";

/** Comments on pull requests hold 65,536 characters; what Pulumi's own action cuts them to. */
export const MAX_CHARACTERS = 64_000;

/** Room for the sentence that says what was cut, and for the end of what is open. */
const RESERVE = 500;

/**
 * A report as a comment on a pull request, always shorter than {@link MAX_CHARACTERS}: what does not fit is counted, and said to be missing.
 */
export function markdown(report: Report): string {
  const page = new Page(MAX_CHARACTERS - RESERVE);
  page.add(`${MARKER}\n## ${plain(report.stack)}: ${headline(report)}\n\n`);
  for (const { severity, text } of report.messages.slice(0, 20)) {
    page.add(`> **${severity}**: ${code(cut(text, 600))}\n>\n`);
  }
  page.add(skippedTable(report.skipped));
  page.add(overview(report.steps));
  for (const step of report.steps) {
    if (step.changes.length > 0) addChanges(page, `### ${plain(`${step.application} ${step.step}`)}\n\n`, step.changes);
  }
  addChanges(page, "### Step not known\n\n", report.elsewhere);
  addChanges(page, "### In the cloud\n\n", report.cloud);
  return page.text();
}

/** Text up to a length. Parts that do not fit are left out whole, and so is everything after them. */
class Page {
  #text = "";
  #left = 0;

  constructor(private readonly limit: number) {}

  /** Adds a part, or counts the change that it tells as missing. */
  add(part: string, changes = 0): void {
    if (this.#left > 0 || this.#text.length + part.length > this.limit) this.#left += Math.max(changes, 1);
    else this.#text += part;
  }

  text(): string {
    if (this.#left === 0) return this.#text;
    return `${this.#text}\n**${this.#left} more parts of this report did not fit into a comment.** \`flotilla diff\` shows all of it.\n`;
  }
}

function headline({ counts, steps, skipped }: Report): string {
  const held = steps.filter(({ state }) => state === "held").length;
  const changes = totalOf(counts) === 0 ? "nothing changes" : countWords(counts);
  const parts = [changes, ...(held === 0 ? [] : [`${held} held`])];
  return [...parts, ...(skipped.length === 0 ? [] : [`${skipped.length} skipped`])].join(", ");
}

function skippedTable(skipped: readonly SkippedFacts[]): string {
  if (skipped.length === 0) return "";
  const rows = skipped.slice(0, 100).map((one) => {
    return `| ${[one.cluster, skippedWords(one)].map((cell) => plain(cut(cell, 300))).join(" | ")} |\n`;
  });
  const more = skipped.length > rows.length ? `\n${skipped.length - rows.length} more clusters\n` : "";
  return `### ${SKIPPED}\n\n| Cluster | Why |\n|---|---|\n${rows.join("")}${more}\n`;
}

function overview(steps: readonly StepReport[]): string {
  if (steps.length === 0) return "";
  const rows = steps.slice(0, 100).map((step) => {
    const words = countWords(countChanges(step.changes)) || "no change";
    const state = stateWords(step);
    const cells = [
      `${step.application} ${step.step}`,
      clusterWords(step.clusters),
      state === "" ? words : `${words}; ${state}`,
    ];
    return `| ${cells.map((cell) => plain(cut(cell, 300))).join(" | ")} |\n`;
  });
  const more = steps.length > rows.length ? `\n${steps.length - rows.length} more steps\n` : "";
  return `| Step | Clusters | Changes |\n|---|---|---|\n${rows.join("")}${more}\n`;
}

function addChanges(page: Page, title: string, changes: readonly Change[]): void {
  if (changes.length > 0) page.add(title);
  for (const change of changes) page.add(changeBlock(change), 1);
}

/** HTML blocks, in which Markdown means nothing; what can be long is folded. */
function changeBlock(change: Change): string {
  const { action, subject, clusters, fields, content } = change;
  const where = clusters.length === 0 ? "" : ` in ${clusterWords(clusters)}`;
  const notes = remarks(change).map((note) => ` (${note})`);
  const head = `<code>${SIGNS[action]}</code> ${escapeHtml(`${subjectWords(subject)}${where}${notes.join("")}`)}`;
  const body = [
    ...(clusters.length > 5 ? [clusters.join(", ")] : []),
    ...fields.map((field) => fieldWords(field, 400)),
    ...(content === undefined ? [] : [stringify(content, { aliasDuplicateObjects: false }).trimEnd()]),
  ];
  if (body.length === 0) return `<div>${head}</div>\n\n`;
  return `<details><summary>${head}</summary>\n\n${fenced(body.join("\n"))}\n\n</details>\n\n`;
}

/** Text that means nothing to Markdown or HTML. */
function plain(text: string): string {
  return escapeHtml(text).replace(/[\\`*_{}[\]()#+!|~]/g, "\\$&");
}

/** Text on one line that means nothing to HTML, and in which a zero-width space keeps names from calling anybody. */
function escapeHtml(text: string): string {
  const oneLine = text.replace(/\s+/g, " ").replace(/@/g, "@\u200b");
  return oneLine.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

function code(text: string): string {
  const fence = fenceFor(text, 1);
  return `${fence} ${text.replace(/\s+/g, " ")} ${fence}`;
}

function fenced(text: string): string {
  const fence = fenceFor(text, 3);
  return `${fence}yaml\n${text}\n${fence}`;
}

/** More backticks than the text has in a row. */
function fenceFor(text: string, least: number): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  return "`".repeat(Math.max(least, longest + 1));
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}
