import { ACTIONS, type Action, type Report, type StepReport } from "../../types";
import { countChanges, countWords } from "../../words";
import { escapeHtml } from "./escape";

const WIDTH = 240;
const GAP = 60;
const HEADER = 66;
const CELL = 11;
const PER_ROW = 20;

/** A step's place in the picture, in pixels. */
interface Box {
  step: StepReport;
  x: number;
  y: number;
  height: number;
}

/**
 * The steps as boxes from left to right in the order in which they wait for each other, each with a square for every cluster. What it
 * shows is told again in words by the rest of the page, so for a screen reader it is one picture.
 */
export function graph(report: Report): string {
  if (report.steps.length === 0) return "";
  const boxes = layOut(report.steps);
  const width = Math.max(...boxes.map(({ x }) => x)) + WIDTH + 2;
  const height = Math.max(...boxes.map(({ y, height: own }) => y + own)) + 2;
  const label = `${report.steps.length} steps in their order; each has a square for each of its clusters, coloured by what changes there`;
  const parts = [...edges(boxes), ...boxes.map(drawBox)].join("");
  return `<div class="graph" tabindex="0" role="region" aria-label="Graph of the steps"><svg role="img" aria-label="${escapeHtml(label)}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${parts}</svg></div>`;
}

/** Steps in columns by how many wait before them, one Application below the other. */
function layOut(steps: readonly StepReport[]): Box[] {
  const boxes: Box[] = [];
  let top = 1;
  for (const application of new Set(steps.map((step) => step.application))) {
    const own = steps.filter((step) => step.application === application);
    const depths = depthsOf(own);
    const bottoms = new Map<number, number>();
    for (const step of own) {
      const depth = depths.get(step.step) ?? 0;
      const y = bottoms.get(depth) ?? top;
      const height = HEADER + Math.ceil(step.clusters.length / PER_ROW) * CELL;
      boxes.push({ step, x: 1 + depth * (WIDTH + GAP), y, height });
      bottoms.set(depth, y + height + 16);
    }
    top = Math.max(top, ...bottoms.values()) + 16;
  }
  return boxes;
}

/** How many steps in a row come before each; steps come after those that they wait for. */
function depthsOf(steps: readonly StepReport[]): ReadonlyMap<string, number> {
  const depths = new Map<string, number>();
  for (const { step, after } of steps)
    depths.set(step, Math.max(0, ...after.map((name) => (depths.get(name) ?? 0) + 1)));
  return depths;
}

function edges(boxes: readonly Box[]): string[] {
  const byName = new Map(boxes.map((box) => [`${box.step.application}/${box.step.step}`, box]));
  return boxes.flatMap((box) =>
    box.step.after.flatMap((name) => {
      const from = byName.get(`${box.step.application}/${name}`);
      if (from === undefined) return [];
      const [x1, y1, x2, y2] = [from.x + WIDTH, from.y + 20, box.x, box.y + 20];
      const middle = (x1 + x2) / 2;
      return [`<path class="edge" d="M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2 - 6} ${y2}m-6 -4l6 4l-6 4"/>`];
    }),
  );
}

function drawBox({ step, x, y, height }: Box): string {
  const held = step.state === "delivers" ? "" : " held";
  const state = step.state === "delivers" ? "" : ` (${step.state})`;
  const words = countWords(countChanges(step.changes)) || "no change";
  const worst = worstActions(step);
  const squares = step.clusters.map((cluster, index) => {
    const action = worst.get(cluster);
    const [cx, cy] = [x + 10 + (index % PER_ROW) * CELL, y + HEADER - 6 + Math.floor(index / PER_ROW) * CELL];
    const title = `<title>${escapeHtml(cluster)}: ${action ?? "no change"}</title>`;
    return `<rect class="${action ?? "none"}" x="${cx}" y="${cy}" width="${CELL - 2}" height="${CELL - 2}">${title}</rect>`;
  });
  const line = (offset: number, text: string, name: string) =>
    `<text x="${x + 10}" y="${y + offset}" class="${name}">${escapeHtml(shortened(text))}</text>`;
  return `<rect class="box${held}" x="${x}" y="${y}" width="${WIDTH}" height="${height}" rx="6"/>${line(18, `${step.step}${state}`, "")}${line(36, step.application, "soft")}${line(54, words, "soft")}${squares.join("")}`;
}

/** What changes most in each cluster of a step: the last of the actions. */
function worstActions({ changes }: StepReport): ReadonlyMap<string, Action> {
  const rank = (action: Action) => ACTIONS.indexOf(action);
  const worst = new Map<string, Action>();
  for (const { action, clusters } of changes) {
    for (const cluster of clusters) {
      const known = worst.get(cluster);
      if (known === undefined || rank(action) > rank(known)) worst.set(cluster, action);
    }
  }
  return worst;
}

function shortened(text: string): string {
  return text.length <= 34 ? text : `${text.slice(0, 33)}…`;
}
