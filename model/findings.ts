import { visible } from "./visible";

/** Where something stands inside a document: keys of maps and indices of lists, from the root. */
export type Path = readonly (string | number)[];

/** The closed set of things that can be wrong with what a user gave. */
export type FindingCode =
  | "file-not-found"
  | "invalid-module"
  | "invalid-yaml"
  | "unsupported-document"
  | "missing-field"
  | "unknown-field"
  | "wrong-type"
  | "invalid-value"
  | "duplicate-name"
  | "unknown-component"
  | "unknown-component-type"
  | "unknown-trait-type"
  | "unknown-policy"
  | "unknown-policy-type"
  | "unknown-step-type"
  | "unknown-workflow"
  | "unknown-revision"
  | "unknown-cluster"
  | "cluster-in-use"
  | "no-answer"
  | "skipped"
  | "another-cluster"
  | "hub-not-ready"
  | "unknown-step"
  | "unknown-input"
  | "invalid-expression"
  | "decided-during-up"
  | "step-failed"
  | "no-cluster-matches"
  | "cross-namespace"
  | "cross-cluster"
  | "dependency-cycle"
  | "render-failed"
  | "invalid-kubeconfig"
  | "nothing-matches"
  | "not-ours"
  | "cannot-check"
  | "check-failed"
  | "engine-failed"
  | "needs-checkpoints"
  | "left-behind"
  | "waits-for-approval"
  | "terminated"
  | "same-object-twice"
  | "unused-policy"
  | "pinned"
  | "revision-only"
  | "sharded"
  | "not-supported";

/** One thing that is wrong (`error`) or deserves a look (`warning`), and where it was written. */
export interface Finding {
  severity: "error" | "warning";
  code: FindingCode;
  /** What is wrong, in one sentence without a full stop. */
  message: string;
  /** What would be right, or what to do. */
  hint?: string;
  /** The file as the user named it. */
  file?: string;
  /** 1-based. */
  line?: number;
  /** 1-based. */
  column?: number;
  /** The place in the document, written as `spec.components[0].type`. */
  path?: string;
}

/** Writes a path as people read it: `spec.components[0].properties["a b"]`. */
export function formatPath(path: Path): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === "number") return `${text}[${key}]`;
    if (!/^[A-Za-z_][\w-]*$/.test(key)) return `${text}[${JSON.stringify(key)}]`;
    return text === "" ? key : `${text}.${key}`;
  }, "");
}

/** Where something was written, as far as it is known. */
export type Place = Pick<Finding, "file" | "line" | "column">;

/** Writes a place as `app.yaml:3:9`; empty when nothing of it is known. */
export function formatPlace({ file, line, column }: Place): string {
  return [file, line, column].filter((part) => part !== undefined).join(":");
}

/** Writes a finding on one line, but for breaks in its message, and safe for terminals: `app.yaml:3:9: error: spec.components[0].type: … (did you mean …?)`. */
export function formatFinding(finding: Finding): string {
  const parts = [formatPlace(finding), finding.severity, finding.path].filter(
    (part) => part !== undefined && part !== "",
  );
  const hint = finding.hint === undefined ? "" : ` (${finding.hint})`;
  return `${parts.join(": ")}: ${finding.message}${hint}`.split("\n").map(visible).join("\n");
}

/** How many findings an error message shows before it only counts the rest. */
const SHOWN = 15;

/**
 * A mistake in what the user gave, with everything that is wrong, not only the first thing. Its message is meant to be
 * shown as it is, without a stack trace.
 */
export class InputError extends Error {
  readonly findings: readonly Finding[];

  constructor(findings: readonly Finding[]) {
    const lines = [...new Set(findings.map(formatFinding))];
    const rest = lines.length - SHOWN;
    super([...lines.slice(0, SHOWN), ...(rest > 0 ? [`… and ${rest} more`] : [])].join("\n"));
    this.name = "InputError";
    this.findings = findings;
  }
}
