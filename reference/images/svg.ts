/** Colours of a terminal, by the numbers that choose them for texts. */
const PALETTE: Readonly<Record<string, string>> = {
  "31": "#ff7b72",
  "32": "#56d364",
  "33": "#e3b341",
  "34": "#79c0ff",
  "35": "#d2a8ff",
  "36": "#56d4dd",
  "90": "#8b949e",
};
const PAPER = "#0d1117";
const INK = "#e6edf3";
const DIM = "#8b949e";

/** Sizes in pixels. */
const SIZE = { font: 14, column: 8.43, line: 20, margin: 16, bar: 36 } as const;

/** A part of a line in one colour. */
interface Run {
  text: string;
  colour: string | undefined;
}

/**
 * What a command prints on a terminal, as an SVG picture.
 *
 * @param command as it was typed
 * @param output with the escape sequences of colours that `cli/colours.ts` writes; others are shown as text
 */
export function terminalSvg(command: string, output: string): string {
  const lines = [[{ text: `$ ${command}`, colour: DIM }], ...output.trimEnd().split("\n").map(runsOf)];
  const columns = Math.max(...lines.map((runs) => runs.reduce((sum, { text }) => sum + text.length, 0)));
  const width = Math.ceil(2 * SIZE.margin + columns * SIZE.column);
  const height = SIZE.bar + lines.length * SIZE.line + SIZE.margin;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escaped(command)}</title>`,
    `<rect width="${width}" height="${height}" rx="8" fill="${PAPER}"/>`,
    ...["#ff5f57", "#febc2e", "#28c840"].map(
      (fill, index) => `<circle cx="${SIZE.margin + 6 + index * 20}" cy="18" r="6" fill="${fill}"/>`,
    ),
    `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="${SIZE.font}" fill="${INK}">`,
    ...lines.map(lineText),
    "</g>",
    "</svg>",
    "",
  ].join("\n");
}

function lineText(runs: readonly Run[], index: number): string {
  const y = SIZE.bar + (index + 0.75) * SIZE.line;
  const spans = runs.map(({ text, colour }) =>
    colour === undefined ? escaped(text) : `<tspan fill="${colour}">${escaped(text)}</tspan>`,
  );
  return `<text x="${SIZE.margin}" y="${y}" xml:space="preserve">${spans.join("")}</text>`;
}

/** The parts of a line; a colour ends where another one, or none, is chosen. */
function runsOf(line: string): Run[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one.
  const [first = "", ...rest] = line.split(/\u001b\[(?=\d+m)/);
  const coloured = rest.map((part): Run => {
    const end = part.indexOf("m");
    return { text: part.slice(end + 1), colour: PALETTE[part.slice(0, end)] };
  });
  return [{ text: first, colour: undefined }, ...coloured].filter(({ text }) => text !== "");
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
