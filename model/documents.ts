import type { z } from "zod";
import type { Documents } from "./application";
import { buildApplication, buildExternalPolicy } from "./build-application";
import { buildExternalWorkflow } from "./build-workflow";
import { type Finding, InputError } from "./findings";
import { childOrigin, Notes } from "./notes";
import { applicationSchema, type Header, headerSchema, listSchema, policySchema, workflowSchema } from "./schema";
import type { Origin } from "./source";
import { suggest } from "./suggest";
import { checkValue } from "./validate";
import { readYaml } from "./yaml/read";

/** A file's name as the user gave it, and what is in it. */
export interface TextFile {
  file: string;
  text: string;
}

/** What was read without an error. */
export interface ParsedDocuments {
  documents: Documents;
  warnings: Finding[];
}

/** The documents that can be read, and the API version of each. */
const API_VERSIONS: ReadonlyMap<string, string> = new Map([
  ["Application", "core.oam.dev/v1beta1"],
  ["Policy", "core.oam.dev/v1alpha1"],
  ["Workflow", "core.oam.dev/v1alpha1"],
  ["List", "v1"],
]);

/**
 * Reads Applications, Policies and Workflows from files of YAML or JSON; several documents in a file, and `List`s of
 * them, are fine, and empty documents are skipped. `status` and what a server writes into metadata is ignored, so that
 * exported objects can be read.
 *
 * @throws InputError with every error of every file
 */
export function parseDocuments(files: readonly TextFile[]): ParsedDocuments {
  const reader = new Reader();
  for (const { file, text } of files) {
    const { sources, findings } = readYaml(file, text);
    reader.notes.findings.push(...findings);
    for (const source of sources) reader.read({ source, path: [] }, source.value);
  }
  reader.checkNames();
  const order = new Map(files.map(({ file }, index) => [file, index]));
  const findings = reader.notes.findings.toSorted(byPlace(order));
  if (findings.some((finding) => finding.severity === "error")) throw new InputError(findings);
  return { documents: reader.documents, warnings: findings };
}

/** Compares findings by the order of their files, then by line and column. */
function byPlace(order: ReadonlyMap<string, number>): (a: Finding, b: Finding) => number {
  const places = (finding: Finding) => [order.get(finding.file ?? "") ?? 0, finding.line ?? 0, finding.column ?? 0];
  return (a, b) => {
    const others = places(b);
    return places(a).reduce((result, place, index) => result || place - (others[index] ?? 0), 0);
  };
}

class Reader {
  readonly documents: Documents = { applications: [], policies: [], workflows: [] };
  readonly notes = new Notes();

  read(origin: Origin, value: unknown): void {
    const header = this.check(headerSchema, origin, value);
    if (header === undefined || !this.isSupported(origin, header)) return;
    switch (header.kind) {
      case "Application":
        this.readObject(origin, value, applicationSchema, this.documents.applications, buildApplication);
        break;
      case "Policy":
        this.readObject(origin, value, policySchema, this.documents.policies, buildExternalPolicy);
        break;
      case "Workflow":
        this.readObject(origin, value, workflowSchema, this.documents.workflows, buildExternalWorkflow);
        break;
      default:
        this.check(listSchema, origin, value)?.items.forEach((item, index) => {
          this.read(childOrigin(origin, "items", index), item);
        });
    }
  }

  /** Says of each object but the first that its kind, namespace and name are taken. */
  checkNames(): void {
    const { applications, policies, workflows } = this.documents;
    for (const [kind, objects] of Object.entries({
      Application: applications,
      Policy: policies,
      Workflow: workflows,
    })) {
      const named = objects.map(({ namespace, name, origin }) => ({
        name: `${namespace}/${name}`,
        origin: childOrigin(origin, "metadata"),
      }));
      this.notes.unique(kind, named);
    }
  }

  private readObject<W, M>(
    origin: Origin,
    value: unknown,
    schema: z.ZodType<W>,
    into: M[],
    build: (written: W, origin: Origin, notes: Notes) => M,
  ): void {
    const written = this.check(schema, origin, value);
    if (written !== undefined) into.push(build(written, origin, this.notes));
  }

  private check<T>(schema: z.ZodType<T>, origin: Origin, value: unknown): T | undefined {
    const { value: checked, findings } = checkValue(schema, value, [origin]);
    this.notes.findings.push(...findings);
    return checked;
  }

  private isSupported(origin: Origin, { kind, apiVersion }: Header): boolean {
    const expected = API_VERSIONS.get(kind);
    if (expected === apiVersion) return true;
    if (expected === undefined) {
      const near = suggest(kind, API_VERSIONS.keys());
      const hint = near ? `did you mean "${near}"?` : `supported are ${[...API_VERSIONS.keys()].join(", ")}`;
      this.notes.error(origin, ["kind"], "unsupported-document", `kind ${JSON.stringify(kind)} is not supported`, hint);
    } else {
      const message = `apiVersion of kind ${kind} is ${JSON.stringify(apiVersion)}, must be "${expected}"`;
      this.notes.error(origin, ["apiVersion"], "unsupported-document", message);
    }
    return false;
  }
}
