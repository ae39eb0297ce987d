import { type Application, type Documents, scopeOf } from "../model/application";
import { LOCAL_CLUSTER } from "../model/cluster";
import { parseDocuments } from "../model/documents";
import type { Finding } from "../model/findings";
import { API_VERSIONS } from "../model/schema";
import { externalNames } from "../plan/external";
import type { KubernetesObject } from "../workloads/types";
import type { Clusters } from "./clusters";

type Kind = "Policy" | "Workflow";

/** Documents with what was read from the hub, and what deserves a look. */
export interface ReadExternals {
  documents: Documents;
  warnings: Finding[];
}

/**
 * Reads the Policy and Workflow objects from the hub that Applications refer to by name and that are in none of the files, in the
 * Applications' own namespaces. Connects to nothing when there are none. What the hub does not have either, planning tells.
 *
 * @param hub undefined when nobody has said how the hub is reached
 * @throws InputError when such an object is not as it should be
 */
export async function readExternals(documents: Documents, hub: Clusters | undefined): Promise<ReadExternals> {
  if (hub === undefined) return { documents, warnings: [] };
  const reader = new Reader(documents, hub);
  // What a Workflow's steps name is known only once the Workflow is.
  await reader.read("Workflow");
  await reader.read("Policy");
  return { documents: reader.documents, warnings: reader.warnings };
}

class Reader {
  readonly warnings: Finding[] = [];

  constructor(
    public documents: Documents,
    private readonly hub: Clusters,
  ) {}

  async read(kind: Kind): Promise<void> {
    const wanted = this.documents.applications.flatMap((application) => this.missing(kind, application));
    const distinct = new Map(wanted.map((one) => [`${one.namespace}/${one.name}`, one]));
    const found = await Promise.all([...distinct.values()].map((one) => this.readOne(kind, one.namespace, one.name)));
    const texts = found.flatMap((one) => one ?? []);
    if (texts.length === 0) return;
    const { policies, workflows } = parseDocuments(texts).documents;
    this.documents = {
      ...this.documents,
      policies: [...this.documents.policies, ...policies],
      workflows: [...this.documents.workflows, ...workflows],
    };
  }

  /** What an Application refers to and the files do not have. Revisions bring along what they refer to. */
  private missing(kind: Kind, application: Application): { namespace: string; name: string }[] {
    const { namespace } = application;
    if (scopeOf(application, this.documents) !== this.documents) return [];
    const { policies, workflows } = this.documents;
    const names = externalNames(application, workflows);
    const wanted = kind === "Policy" ? names.policies : names.workflow === undefined ? [] : [names.workflow];
    const there = kind === "Policy" ? policies : workflows;
    return wanted
      .filter((name) => !there.some((one) => one.namespace === namespace && one.name === name))
      .map((name) => ({ namespace, name }));
  }

  private async readOne(kind: Kind, namespace: string, name: string) {
    const file = `${kind} ${namespace}/${name} of the hub`;
    const type = { apiVersion: API_VERSIONS[kind], kind };
    const read = await this.hub.read({ from: "cluster", cluster: LOCAL_CLUSTER, namespace, type, select: { name } });
    if ("problem" in read) {
      if (read.silent)
        this.warnings.push({ severity: "warning", code: "cannot-check", message: `${kind} "${name}" ${read.problem}` });
      return undefined;
    }
    return read.objects.map((object) => ({ file, text: JSON.stringify(written(object, type)) }));
  }
}

/** Lists say the type once for all. */
function written(object: KubernetesObject, type: { apiVersion: string; kind: string }): KubernetesObject {
  return { ...object, ...type };
}
