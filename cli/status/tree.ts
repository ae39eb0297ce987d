import { HEALTH_WORDS, type Paint, skippedLines } from "./print";
import type { ApplicationStatus, DeliveredStatus, Health, ObjectStatus } from "./types";

/** One line: cells that branches connect, and what is said at its end. */
interface Row {
  cells: string[];
  health: Health;
  status: string;
}

const HEAD = ["CLUSTER", "NAMESPACE", "RESOURCE"];

/** An Application's objects as a tree from clusters over namespaces to pods, laid out as `vela status --tree` does. */
export function treeText({ name, namespace, objects = [], skipped }: ApplicationStatus, paint: Paint): string {
  const rows = grouped(objects, ({ cluster }) => cluster).flatMap(([cluster, own]) =>
    titled(cluster, clusterRows(own)),
  );
  const widths = HEAD.map((title, at) =>
    Math.max(title.length, ...rows.map(({ cells }) => cells[at * 2]?.length ?? 0)),
  );
  const head = HEAD.map((title, at) => title.padEnd((widths[at] ?? 0) + (at < HEAD.length - 1 ? 5 : 2)));
  const lines = rows.map(({ cells, health, status }) => {
    const padded = cells.map((cell, at) => (at % 2 === 0 ? cell.padEnd(widths[at / 2] ?? 0) : ` ${cell} `));
    return `${padded.join("")}  ${paint(health, status)}`;
  });
  return `${[`${namespace}/${name}`, `${head.join("")}STATUS`, ...lines, ...skippedLines(skipped)].join("\n")}\n`;
}

/** Objects under the names that they share, in the order in which names first appear. */
function grouped<T>(objects: readonly T[], nameOf: (object: T) => string): [string, T[]][] {
  const names = [...new Set(objects.map(nameOf))];
  return names.map((name) => [name, objects.filter((object) => nameOf(object) === name)]);
}

/** Puts a name before the first of some rows. */
function titled(name: string, rows: readonly Row[]): Row[] {
  return rows.map((row, at) => ({ ...row, cells: [at === 0 ? name : "", ...row.cells] }));
}

function clusterRows(objects: readonly DeliveredStatus[]): Row[] {
  const namespaces = grouped(objects, ({ namespace }) => namespace || "-");
  return join(namespaces.map(([name, own]) => titled(name, join(own.map(objectRows)))));
}

/** Connects groups of rows with what stands before them. */
function join(groups: readonly Row[][]): Row[] {
  const last = groups.length - 1;
  return groups.flatMap((rows, group) =>
    rows.map((row, at) => ({ ...row, cells: [connector(group, last, at === 0), ...row.cells] })),
  );
}

function connector(group: number, last: number, isFirstRow: boolean): string {
  if (!isFirstRow) return group < last ? " │ " : "   ";
  if (last === 0) return "───";
  if (group === 0) return "─┬─";
  return group < last ? " ├─" : " └─";
}

/** An object and, below it, what was made for it. */
function objectRows({ kind, name, health, message, owned }: ObjectStatus): Row[] {
  const below = owned.flatMap((one, at) => {
    const isLast = at === owned.length - 1;
    return objectRows(one).map((row, line) => {
      const before = line === 0 ? (isLast ? "└─ " : "├─ ") : isLast ? "   " : "│  ";
      return { ...row, cells: row.cells.map((cell) => `${before}${cell}`) };
    });
  });
  const status = [HEALTH_WORDS[health], message].filter((part) => part !== "").join(" ");
  return [{ cells: [`${kind}/${name}`], health, status }, ...below];
}
