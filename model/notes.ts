import { type Finding, type FindingCode, formatPath, InputError, type Path } from "./findings";
import { findingAt, type Origin } from "./source";

/** Something with a name that was written somewhere. */
interface Named {
  name: string;
  origin: Origin;
}

/** Collects what is found while the model is built. */
export class Notes {
  readonly findings: Finding[];

  /** @param before what was found already */
  constructor(before: readonly Finding[] = []) {
    this.findings = [...before];
  }

  addAll(findings: Iterable<Finding>): void {
    for (const finding of findings) this.findings.push(finding);
  }

  /** Throws an InputError with all findings when one of them is an error. */
  throwErrors(): void {
    if (this.findings.some(({ severity }) => severity === "error")) throw new InputError(this.findings);
  }

  error(origin: Origin, path: Path, code: FindingCode, message: string, hint?: string): void {
    this.add("error", origin, path, { code, message, ...(hint === undefined ? {} : { hint }) });
  }

  warning(origin: Origin, path: Path, code: FindingCode, message: string, hint?: string): void {
    this.add("warning", origin, path, { code, message, ...(hint === undefined ? {} : { hint }) });
  }

  /** Says of each field that is set and not empty that nothing evaluates it. */
  unsupported(origin: Origin, written: object, fields: readonly string[], ofWhat: string): void {
    const values = new Map<string, unknown>(Object.entries(written));
    for (const field of fields) {
      if (isSet(values.get(field))) {
        this.error(origin, [field], "not-supported", `${field} ${ofWhat} is not supported`, "remove it");
      }
    }
  }

  /** Says of each thing but the first that its name is taken. */
  unique(
    what: string,
    things: readonly Named[],
    severity: "error" | "warning" = "error",
    consequence = "",
    field = "name",
  ): void {
    const first = new Map<string, Named>();
    for (const thing of things) {
      const other = first.get(thing.name);
      if (other === undefined) {
        first.set(thing.name, thing);
        continue;
      }
      const message = `the ${what} ${JSON.stringify(thing.name)} is also defined at ${placeOf(other.origin)}${consequence}`;
      this.add(severity, thing.origin, [field], { code: "duplicate-name", message });
    }
  }

  private add(
    severity: Finding["severity"],
    origin: Origin,
    path: Path,
    finding: Pick<Finding, "code" | "message" | "hint">,
  ): void {
    this.findings.push(findingAt([origin], path, { severity, ...finding }));
  }
}

/** The origin of what stands under `keys` of something. */
export function childOrigin(origin: Origin, ...keys: Path): Origin {
  return { source: origin.source, path: [...origin.path, ...keys] };
}

/** Writes where something stands: `app.yaml:3:9`, or `flotilla:clusters[2]` where there are no lines. */
export function placeOf(origin: Origin): string {
  const { file } = origin.source;
  const position = origin.source.locate(origin.path);
  if (position !== undefined) return `${file}:${position.line}:${position.column}`;
  const path = formatPath(origin.path);
  return `${file}${file === "" || file.endsWith(":") || path.startsWith("[") ? "" : ": "}${path}`;
}

function isSet(value: unknown): boolean {
  if (value === undefined || value === null || value === "") return false;
  return typeof value !== "object" || Object.keys(value).length > 0;
}
