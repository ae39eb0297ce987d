import { Composer, CST, type Document, LineCounter, Parser, type YAMLError } from "yaml";
import type { Finding } from "../findings";
import type { SourceDocument } from "../source";
import { convert, MAX_DEPTH } from "./convert";
import { yamlErrorMessage } from "./errors";
import { kubernetesScalars } from "./scalars";
import { YamlSource } from "./source";

/** How many errors and how many warnings of one text are told; more help nobody. */
const MAX_FINDINGS = 100;

/** What a text holds: its documents, empty ones left out, and what is wrong with it. */
export interface YamlText {
  sources: SourceDocument[];
  findings: Finding[];
}

/**
 * Reads a text of YAML or JSON documents. Never throws; no finding quotes values of the text. A document with an error is
 * not among the sources.
 *
 * @param file how findings name the text
 */
export function readYaml(file: string, text: string): YamlText {
  const reader = new Reader(file);
  reader.read(text);
  return reader;
}

class Reader implements YamlText {
  readonly sources: SourceDocument[] = [];
  readonly findings: Finding[] = [];
  private readonly lines = new LineCounter();
  private readonly counts = new Map<Finding["severity"], number>();

  constructor(private readonly file: string) {}

  read(text: string): void {
    const tokens = [...new Parser(this.lines.addNewLine).parse(text)];
    const tooDeep = tokens.map(firstTooDeep).find((token) => token !== undefined);
    if (tooDeep === undefined) for (const document of compose(tokens)) this.readDocument(document);
    else this.report(tooDeep.offset, `lists and mappings are nested deeper than ${MAX_DEPTH} levels`);
  }

  private readDocument(document: Document.Parsed): void {
    const before = this.errors;
    this.reportSyntax([...document.errors, ...document.warnings]);
    if (this.errors > before) return;
    const converted = convert(document, this.report.bind(this));
    if (this.errors > before || converted.value === null) return;
    this.sources.push(new YamlSource(this.file, document, this.lines, converted));
  }

  /** Reports the first error of each line: those after it are mostly its consequences. */
  private reportSyntax(errors: readonly YAMLError[]): void {
    const seen = new Set<number>();
    for (const { code, pos } of errors) {
      const { line } = this.lines.linePos(pos[0]);
      if (!seen.has(line)) this.report(pos[0], yamlErrorMessage(code));
      seen.add(line);
    }
  }

  private report(offset: number, message: string, severity: Finding["severity"] = "error"): void {
    const count = (this.counts.get(severity) ?? 0) + 1;
    this.counts.set(severity, count);
    if (count > MAX_FINDINGS) return;
    const { line, col } = this.lines.linePos(offset);
    this.findings.push({ severity, code: "invalid-yaml", message, file: this.file, line, column: col });
  }

  private get errors(): number {
    return this.counts.get("error") ?? 0;
  }
}

function compose(tokens: CST.Token[]): Iterable<Document.Parsed> {
  const composer = new Composer({
    schema: "failsafe",
    customTags: kubernetesScalars,
    resolveKnownTags: false,
    uniqueKeys: false,
    logLevel: "silent",
  });
  return composer.compose(tokens);
}

/** The first token that is nested too deeply. Composing is recursive, so this is found out before, and without recursion. */
function firstTooDeep(root: CST.Token): CST.Token | undefined {
  const open: { token: CST.Token; depth: number }[] = [{ token: root, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token, depth } = next;
    if (depth > MAX_DEPTH) return token;
    for (const child of childrenOf(token)) open.push({ token: child, depth: depth + 1 });
  }
  return undefined;
}

function childrenOf(token: CST.Token): CST.Token[] {
  if (token.type === "document") return token.value === undefined ? [] : [token.value];
  if (!CST.isCollection(token)) return [];
  return token.items.flatMap((item) => [item.key, item.value].filter((child) => child !== undefined && child !== null));
}
