import { columns } from "../../../cli/columns";

/** What the command line says. */
export interface Options {
  /** Sizes of the fleets to deliver to. */
  clusters: readonly number[];
  /** How many real clusters there are at most; larger fleets share them. */
  servers: number;
  /** Sizes of the fleets that pull. */
  pulling: readonly number[];
  /** How many components are delivered. */
  components: number;
  /** How often everything is measured; results are medians. */
  runs: number;
}

/** Measures something; takes no notice of what comes out. */
export type Scenario = (options: Options) => Promise<Table[]>;

/** What was measured. All rows have the same fields; undefined is what this machine cannot tell. */
export interface Table {
  title: string;
  rows: readonly Readonly<Record<string, string | number | undefined>>[];
}

/** A table for people: numbers with two digits that count, or whole. */
export function formatTable({ title, rows }: Table): string {
  const header = Object.keys(rows[0] ?? {});
  return `\n${title}\n${columns([header, ...rows.map((row) => header.map((key) => formatCell(row[key])))])}`;
}

function formatCell(value: string | number | undefined): string {
  if (typeof value !== "number") return value ?? "-";
  return Math.abs(value) >= 10 ? String(Math.round(value)) : String(Number(value.toPrecision(2)));
}
