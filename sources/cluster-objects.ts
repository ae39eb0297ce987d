import type { ClusterObject, DocumentObject, Documents } from "../model/application";
import { type ClusterInfo, type ClusterRegistry, LOCAL_CLUSTER } from "../model/cluster";
import { type Finding, InputError } from "../model/findings";
import { isObject } from "../model/json";
import { checkKubeconfig } from "../model/kubeconfig";
import { type ClusterCredentials, DEFAULT_VERSION } from "../model/registry";
import { findingAt } from "../model/source";
import type { Clusters } from "./clusters";

/** The field of a Secret that holds a kubeconfig. */
const FIELD = "config";

/** The clusters there are, and how they are reached. */
export interface ReachableClusters {
  registry: ClusterRegistry;
  credentials: ClusterCredentials[];
}

/**
 * Adds the clusters that Cluster objects of the documents describe. Their kubeconfigs come from the Secrets that they name, in the
 * documents or else in the hub. A cluster that the stack's configuration has too is reached as that says, and has the labels of
 * both, of which those of the configuration win. Semantics: KubeVela 1.0 `Cluster`.
 *
 * @param hub undefined when nobody has said how the hub is reached
 * @returns also the documents without the Secrets that were used
 * @throws InputError with every Cluster whose kubeconfig is missing or cannot be used; it quotes nothing of one
 */
export async function withClusterObjects(
  documents: Documents,
  known: ReachableClusters,
  hub: Clusters | undefined,
): Promise<ReachableClusters & { documents: Documents }> {
  const findings: Finding[] = [];
  const used = new Set<DocumentObject>();
  const clusters = [...known.registry.clusters];
  const credentials = [...known.credentials];
  for (const cluster of documents.clusters) {
    const at = clusters.findIndex(({ name }) => name === cluster.name);
    const there = clusters[at];
    if (there !== undefined) clusters[at] = { ...there, labels: { ...cluster.labels, ...there.labels } };
    else clusters.push(infoOf(cluster));
    if (credentials.some((one) => one.cluster === cluster.name)) continue;
    const kubeconfig = await kubeconfigOf(cluster, documents.objects, used, hub);
    if (typeof kubeconfig === "string") credentials.push({ cluster: cluster.name, kubeconfig, previousNames: [] });
    else findings.push(kubeconfig);
  }
  if (findings.length > 0) throw new InputError(findings);
  const objects = documents.objects.filter((object) => !used.has(object));
  return { registry: { ...known.registry, clusters }, credentials, documents: { ...documents, objects } };
}

function infoOf({ name, labels }: ClusterObject): ClusterInfo {
  return { name, labels: { ...labels }, version: DEFAULT_VERSION };
}

async function kubeconfigOf(
  { name, namespace, secretName, origin }: ClusterObject,
  objects: readonly DocumentObject[],
  used: Set<DocumentObject>,
  hub: Clusters | undefined,
): Promise<string | Finding> {
  const wrong = (message: string, hint: string): Finding =>
    findingAt([origin], ["spec", "kubeconfigSecretRef", "name"], {
      severity: "error",
      code: "invalid-kubeconfig",
      message: `cluster "${name}": ${message}`,
      hint,
    });
  const written = objects.find(
    (object) => object.kind === "Secret" && object.name === secretName && (object.namespace ?? namespace) === namespace,
  );
  if (written !== undefined) used.add(written);
  const secret = written?.object ?? (await secretInHub(secretName, namespace, hub));
  if (secret === undefined) {
    const where = hub === undefined ? "in none of the files" : "neither in the files nor in the hub";
    return wrong(`Secret "${secretName}" of namespace "${namespace}" is ${where}`, "add it, or join the cluster");
  }
  const kubeconfig = fieldOf(secret);
  if (kubeconfig === undefined)
    return wrong(`Secret "${secretName}" has no field ${FIELD}`, "put the kubeconfig there");
  const check = checkKubeconfig(kubeconfig, undefined);
  return check.ok ? kubeconfig : wrong(check.problem, check.hint ?? `correct the field ${FIELD} of the Secret`);
}

async function secretInHub(name: string, namespace: string, hub: Clusters | undefined): Promise<object | undefined> {
  const type = { apiVersion: "v1", kind: "Secret" };
  const read = await hub?.read({ from: "cluster", cluster: LOCAL_CLUSTER, namespace, type, select: { name } });
  return read !== undefined && "objects" in read ? read.objects[0] : undefined;
}

function fieldOf(secret: object): string | undefined {
  const { data, stringData } = secret as Record<string, unknown>;
  if (isObject(stringData) && typeof stringData[FIELD] === "string") return stringData[FIELD];
  if (!isObject(data) || typeof data[FIELD] !== "string") return undefined;
  return Buffer.from(data[FIELD], "base64").toString();
}
