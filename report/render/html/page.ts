import { createHash } from "node:crypto";
import { stringify } from "yaml";
import type { SkippedFacts } from "../../facts";
import { totalOf } from "../../report";
import { ACTIONS, type Change, type ClusterReport, type Report, type StepReport } from "../../types";
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
} from "../../words";
import { escapeHtml } from "./escape";
import { graph } from "./graph";
import { SCRIPT } from "./script";
import { STYLE } from "./style";

/**
 * A report as one page that needs nothing else and asks no network for anything: its policy lets only its own style and script work.
 */
export function html(report: Report): string {
  const words = totalOf(report.counts) === 0 ? "nothing changes" : countWords(report.counts);
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '${hash(STYLE)}'; script-src '${hash(SCRIPT)}'">
<title>${escapeHtml(`${report.stack}: ${words}`)}</title>
<style>${STYLE}</style>
</head>
<body>
<a class="skip" href="#changes">To the changes</a>
<header>
<h1>${escapeHtml(report.stack)}</h1>
<p>${escapeHtml(words)}</p>
${report.messages.map(({ severity, text }) => `<p class="message ${severity}"><strong>${severity}</strong>: ${escapeHtml(text)}</p>`).join("\n")}
</header>
<main id="changes">
${skippedSection(report.skipped)}
<h2>Order</h2>
${graph(report)}
${legend()}
${controls()}
${report.steps.map(stepSection).join("\n")}
${section("Step not known", "", report.elsewhere)}
${section("In the cloud", "", report.cloud)}
${clusterSection(report.clusters)}
</main>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

function skippedSection(skipped: readonly SkippedFacts[]): string {
  if (skipped.length === 0) return "";
  const items = skipped.map(
    (one) => `<li><strong>${escapeHtml(one.cluster)}</strong> ${escapeHtml(skippedWords(one))}</li>`,
  );
  return `<section><h2>${SKIPPED}</h2><ul>${items.join("")}</ul></section>`;
}

function hash(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

function legend(): string {
  const items = ACTIONS.map(
    (action) => `<span class="${action}"><span class="sign">${SIGNS[action]}</span> ${action}</span>`,
  );
  return `<p class="soft">${items.join(" ")}</p>`;
}

/** Hidden until the script works. */
function controls(): string {
  const boxes = ACTIONS.map((action) => `<label><input type="checkbox" value="${action}" checked> ${action}</label>`);
  return `<form hidden role="search" aria-label="Changes"><label>Find <input type="search" placeholder="cluster, kind, name, field"></label>
<fieldset>${`<legend>Show</legend>${boxes.join(" ")}`}</fieldset>
<button type="button" value="open">Open all</button> <button type="button" value="close">Close all</button>
<span role="status" class="soft"></span></form>`;
}

function stepSection(step: StepReport): string {
  const state = stateWords(step);
  const clusters = step.clusters.length === 0 ? "no cluster" : clusterWords(step.clusters, 12);
  const note = `<p class="soft">${escapeHtml([clusters, state].filter((part) => part !== "").join("; "))}</p>`;
  const title = `${step.application} ${step.step}`;
  if (step.changes.length > 0) return section(title, note, step.changes);
  return `<section><h2>${escapeHtml(title)}</h2>${note}<p>Nothing changes.</p></section>`;
}

function section(title: string, note: string, changes: readonly Change[]): string {
  if (changes.length === 0) return "";
  return `<section data-group><h2>${escapeHtml(title)}</h2>${note}${changes.map(changeDetails).join("\n")}</section>`;
}

function changeDetails(change: Change): string {
  const { action, subject, clusters, fields, content } = change;
  const name = subjectWords(subject);
  const where = clusters.length === 0 ? "" : ` <span class="soft">in ${escapeHtml(clusterWords(clusters))}</span>`;
  const notes = remarks(change).map((note) => ` <em>(${escapeHtml(note)})</em>`);
  const text = [action, name, ...clusters, ...fields.map(({ path }) => path)].join(" ");
  const parts = [
    clusters.length > 5 ? `<p>${escapeHtml(clusters.join(", "))}</p>` : "",
    fields.length === 0 ? "" : `<pre>${escapeHtml(fields.map((field) => fieldWords(field, 2000)).join("\n"))}</pre>`,
    content === undefined ? "" : `<pre>${escapeHtml(stringify(content, { aliasDuplicateObjects: false }))}</pre>`,
  ];
  const head = `<span class="${action}"><span class="sign">${SIGNS[action]}</span> ${action}</span> <strong>${escapeHtml(name)}</strong>${where}${notes.join("")}`;
  return `<details data-action="${action}" data-text="${escapeHtml(text)}"><summary>${head}</summary>${parts.join("")}</details>`;
}

/** Many clusters are folded; those in which something changes come first. */
function clusterSection(clusters: readonly ClusterReport[]): string {
  if (clusters.length === 0) return "";
  const changed = clusters.filter(({ counts, state }) => totalOf(counts) > 0 || state !== "stays");
  const rest = clusters.filter((cluster) => !changed.includes(cluster));
  const folded =
    rest.length === 0
      ? ""
      : `<details><summary>${rest.length} without a change</summary>${clusterTable(rest)}</details>`;
  return `<section><h2>Clusters</h2>${changed.length === 0 ? "" : clusterTable(changed)}${folded}</section>`;
}

function clusterTable(clusters: readonly ClusterReport[]): string {
  const rows = clusters.map(({ name, labels, state, counts }) => {
    const text = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
    const cells = [text.join(" "), state === "stays" ? "" : state, countWords(counts) || "no change"].map(escapeHtml);
    return `<tr data-text="${escapeHtml([name, ...text].join(" "))}"><th scope="row">${escapeHtml(name)}</th>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`;
  });
  return `<div class="table" tabindex="0" role="region" aria-label="Clusters"><table><thead><tr><th scope="col">Cluster</th><th scope="col">Labels</th><th scope="col">State</th><th scope="col">Objects</th></tr></thead><tbody>${rows.join("")}</tbody></table></div>`;
}
