import { Composer, CST, type Document, LineCounter, Parser } from "yaml";
import type { Finding } from "../findings";
import type { SourceDocument } from "../source";
import { convert, MAX_DEPTH } from "./convert";
import { yamlErrorMessage } from "./errors";
import { kubernetesScalars } from "./scalars";
import { YamlSource } from "./source";

/** How many mistakes of one text are told; more help nobody. */
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
  const lines = new LineCounter();
  const findings: Finding[] = [];
  let problems = 0;
  const report = (offset: number, message: string) => {
    problems++;
    if (findings.length >= MAX_FINDINGS) return;
    const { line, col } = lines.linePos(Math.min(offset, text.length));
    findings.push({ severity: "error", code: "invalid-yaml", message, file, line, column: col });
  };

  const tokens = [...new Parser(lines.addNewLine).parse(text)];
  const tooDeep = tokens.map(firstTooDeep).find((token) => token !== undefined);
  if (tooDeep !== undefined) {
    report(tooDeep.offset, `lists and mappings are nested deeper than ${MAX_DEPTH} levels`);
    return { sources: [], findings };
  }

  const sources: SourceDocument[] = [];
  for (const document of compose(tokens)) {
    const before = problems;
    for (const error of [...document.errors, ...document.warnings]) {
      report(error.pos[0], yamlErrorMessage(error.code));
    }
    const converted = convert(document, report);
    if (problems === before && converted.value !== null) {
      sources.push(new YamlSource(file, document, lines, converted));
    }
  }
  return { sources, findings };
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
