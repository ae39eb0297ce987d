import { visibleValues } from "../model/visible";

/** Lines up rows in columns, two spaces apart, as `kubectl` does; no trailing spaces. Cells are made safe for terminals. */
export function columns(written: readonly (readonly string[])[]): string {
  const rows = visibleValues(written);
  const widths: number[] = [];
  for (const row of rows)
    row.forEach((cell, i) => {
      widths[i] = Math.max(widths[i] ?? 0, cell.length);
    });
  const lines = rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return `${lines.join("\n")}\n`;
}
