import type { z } from "zod";
import { checkAppDeployment } from "./app-deployment";
import { appDeploymentSchema, applicationRevisionSchema, clusterObjectSchema } from "./app-deployment-schema";
import type { Documents } from "./application";
import { buildApplication, buildExternalPolicy } from "./build-application";
import { buildExternalWorkflow } from "./build-workflow";
import { checkApplication, checkWorkflow } from "./check-documents";
import type { Finding } from "./findings";
import { isObject, type Json } from "./json";
import { isMaterial, readMaterial } from "./material";
import { childOrigin, Notes } from "./notes";
import {
  API_VERSIONS,
  applicationSchema,
  type Header,
  headerSchema,
  listSchema,
  policySchema,
  workflowSchema,
} from "./schema";
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

/**
 * Kinds that another kind may be a mistake for. Those that are near kinds of Kubernetes or of others, such as Deployment, are not
 * among them.
 */
const OFTEN_MISSPELT = ["Application", "Policy", "Workflow", "List"];

/** The API version of everything that can be read. */
const READABLE: ReadonlyMap<string, string> = new Map([...Object.entries(API_VERSIONS), ["List", "v1"]]);

/**
 * Reads Applications, Policies and Workflows from files of YAML or JSON; several documents in a file, and `List`s of
 * them, are fine, and empty documents are skipped. Objects of Kubernetes itself are kept for components that refer to
 * them. `status` and what a server writes into metadata is ignored, so that exported objects can be read.
 *
 * @throws InputError with every error of every file
 */
export function parseDocuments(files: readonly TextFile[]): ParsedDocuments {
  const reader = new Reader();
  for (const { file, text } of files) {
    const { sources, findings } = readYaml(file, text);
    reader.notes.addAll(findings);
    for (const source of sources) reader.read({ source, path: [] }, source.value);
  }
  reader.checkNames();
  const order = new Map(files.map(({ file }, index) => [file, index]));
  const notes = new Notes(reader.notes.findings.toSorted(byPlace(order)));
  notes.throwErrors();
  return { documents: reader.documents, warnings: notes.findings };
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
  readonly documents: Documents = {
    ...{ applications: [], policies: [], workflows: [], objects: [] },
    ...{ appDeployments: [], clusters: [], revisions: [] },
  };
  readonly notes = new Notes();
  private readonly objects = new Map<string, { name: string; origin: Origin }[]>();

  read(origin: Origin, value: Json): void {
    const header = this.check(headerSchema, origin, value);
    if (header === undefined) return;
    if (isMaterial(header, OFTEN_MISSPELT)) {
      this.readMaterial(origin, value);
      return;
    }
    if (!this.isSupported(origin, header)) return;
    if (header.kind === "List") {
      this.check(listSchema, origin, value)?.items.forEach((item, index) => {
        this.read(childOrigin(origin, "items", index), item);
      });
    } else {
      this.remember(origin, value, header.kind);
      this.readObject(origin, value, header.kind);
    }
  }

  /** Says of each object but the first that its kind, namespace and name are taken. */
  checkNames(): void {
    for (const [kind, objects] of this.objects) this.notes.unique(kind, objects);
  }

  private readObject(origin: Origin, value: Json, kind: string): void {
    const { applications, policies, workflows } = this.documents;
    if (kind === "Application") {
      checkApplication(value, origin, this.notes);
      const written = this.check(applicationSchema, origin, value);
      if (written !== undefined) applications.push(buildApplication(written, origin));
    } else if (kind === "Workflow") {
      checkWorkflow(value, origin, this.notes);
      const written = this.check(workflowSchema, origin, value);
      if (written !== undefined) workflows.push(buildExternalWorkflow(written, origin));
    } else if (kind === "Policy") {
      const written = this.check(policySchema, origin, value);
      if (written !== undefined) policies.push(buildExternalPolicy(written, origin));
    } else this.readPlacedObject(origin, value, kind);
  }

  /** The kinds of KubeVela 1.0 that put revisions into clusters. */
  private readPlacedObject(origin: Origin, value: Json, kind: string): void {
    const { appDeployments, clusters } = this.documents;
    if (kind === "AppDeployment") {
      const written = this.check(appDeploymentSchema, origin, value);
      if (written === undefined) return;
      checkAppDeployment(written.spec, origin, this.notes);
      const { name, namespace, annotations } = written.metadata;
      const metadata = { name, namespace: namespace ?? "default", annotations: annotations ?? {} };
      appDeployments.push({ ...metadata, spec: written.spec, origin });
    } else if (kind === "Cluster") {
      const written = this.check(clusterObjectSchema, origin, value);
      if (written === undefined) return;
      const { name, namespace, labels } = written.metadata;
      const metadata = { name, namespace: namespace ?? "default", labels: labels ?? {} };
      clusters.push({ ...metadata, secretName: written.spec.kubeconfigSecretRef.name, origin });
    } else this.readRevision(origin, value);
  }

  /** The documents inside of a revision are read like others, but stand for themselves. */
  private readRevision(origin: Origin, value: Json): void {
    const written = this.check(applicationRevisionSchema, origin, value);
    if (written === undefined) return;
    const { metadata, spec } = written;
    const inner = new Reader();
    const at = childOrigin(origin, "spec");
    inner.read(childOrigin(at, "application"), spec.application);
    for (const [name, policy] of Object.entries(spec.policies ?? {})) {
      inner.read(childOrigin(at, "policies", name), policy);
    }
    if (spec.workflow) inner.read(childOrigin(at, "workflow"), spec.workflow);
    spec.referredObjects?.forEach((object, index) => {
      inner.read(childOrigin(at, "referredObjects", index), object);
    });
    this.notes.addAll(inner.notes.findings);
    const namespace = metadata.namespace ?? "default";
    this.documents.revisions.push({ name: metadata.name, namespace, documents: inner.documents, origin });
  }

  private readMaterial(origin: Origin, value: Json): void {
    const { value: object, findings } = readMaterial(value, origin);
    this.notes.addAll(findings);
    if (object === undefined) return;
    this.remember(origin, value, `${object.apiVersion} ${object.kind}`);
    this.documents.objects.push(object);
  }

  private remember(origin: Origin, value: Json, kind: string): void {
    const metadata = isObject(value) ? value.metadata : undefined;
    if (!isObject(metadata) || typeof metadata.name !== "string") return;
    const object = {
      name: `${metadata.namespace ?? "default"}/${metadata.name}`,
      origin: childOrigin(origin, "metadata"),
    };
    const others = this.objects.get(kind);
    if (others === undefined) this.objects.set(kind, [object]);
    else others.push(object);
  }

  private check<T>(schema: z.ZodType<T>, origin: Origin, value: unknown): T | undefined {
    const { value: checked, findings } = checkValue(schema, value, [origin]);
    this.notes.addAll(findings);
    return checked;
  }

  private isSupported(origin: Origin, { kind, apiVersion }: Header): boolean {
    const expected = READABLE.get(kind);
    if (expected === apiVersion) return true;
    if (expected === undefined) {
      const near = suggest(kind, READABLE.keys());
      const hint = near ? `did you mean "${near}"?` : `supported are ${[...READABLE.keys()].join(", ")}`;
      this.notes.error(origin, ["kind"], "unsupported-document", `kind ${JSON.stringify(kind)} is not supported`, hint);
    } else {
      const message = `apiVersion of kind ${kind} is ${JSON.stringify(apiVersion)}, must be "${expected}"`;
      this.notes.error(origin, ["apiVersion"], "unsupported-document", message);
    }
    return false;
  }
}
