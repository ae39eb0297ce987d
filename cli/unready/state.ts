import { isObject, type Json, type JsonObject } from "../../model/json";
import { clusterOfProvider } from "../../report/preview";
import type { KubernetesObject } from "../../workloads/types";

/** A resource as `pulumi stack export` prints it; with `--show-secrets` its secrets are in clear. */
export interface ExportedResource {
  urn: string;
  type: string;
  id?: string;
  provider?: string;
  inputs?: JsonObject;
  outputs?: JsonObject;
  /** What kept it from becoming ready, as the engine was told. */
  initErrors?: readonly string[] | null;
}

/** An object that had not become ready when the state was written. */
export interface UnreadyObject extends Pick<KubernetesObject, "apiVersion" | "kind"> {
  cluster: string;
  namespace?: string;
  name: string;
  /** How its cluster was reached; undefined where the state does not say it in clear. Secret. */
  kubeconfig?: string;
}

/** The objects of a state that had not become ready, in its order. Helm releases are none: they have objects of their own. */
export function unreadyIn(resources: readonly ExportedResource[]): UnreadyObject[] {
  const kubeconfigs = new Map(resources.map((one) => [`${one.urn}::${one.id}`, clear(one.inputs?.kubeconfig)]));
  return resources.flatMap(({ type, id, provider, initErrors }) => {
    const cluster = clusterOfProvider(provider);
    const kind = kindOf(type);
    if (!initErrors?.length || cluster === undefined || kind === undefined || id === undefined) return [];
    const kubeconfig = kubeconfigs.get(provider ?? "");
    const [name = "", namespace] = id.split("/").reverse();
    return [
      {
        ...{ ...kind, cluster, name },
        ...(namespace === undefined ? {} : { namespace }),
        ...(typeof kubeconfig === "string" ? { kubeconfig } : {}),
      },
    ];
  });
}

/** What a type stands for: it is `kubernetes:<group>/<version>:<Kind>`, and the group without a name is called `core`. Undefined for Helm releases. */
export function kindOf(type: string): Pick<KubernetesObject, "apiVersion" | "kind"> | undefined {
  const [, apiVersion, kind] = /^kubernetes:([^:]+):([^:]+)$/.exec(type) ?? [];
  if (apiVersion === undefined || kind === undefined || apiVersion.startsWith("helm.sh/")) return undefined;
  return { apiVersion: apiVersion.replace(/^core\//, ""), kind };
}

/** How Pulumi marks secrets in a state; see `sdk/go/common/resource`. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";

/** A value, in clear when the state has it in clear. */
function clear(value: Json | undefined): Json | undefined {
  if (!isObject(value) || !(SIGNATURE in value)) return value;
  return typeof value.plaintext === "string" ? (JSON.parse(value.plaintext) as Json) : undefined;
}

/** Whether secrets of a state are in clear that was exported with them: where the passphrase is wrong, the engine prints nothing, and is content. */
export function isDecrypted(resources: readonly ExportedResource[]): boolean {
  return resources.every(({ inputs }) => clear(inputs?.kubeconfig) !== null);
}

/** Shorter texts are in too many others to be taken out of them. */
const SHORTEST = 8;

/** Texts that a state keeps as secrets of objects, as they are and as Secrets encode them; longer ones first. */
export function secretTexts(resources: readonly ExportedResource[]): string[] {
  const found = new Set<string>();
  for (const { type, inputs } of resources) {
    if (kindOf(type) !== undefined) collect(inputs, false, found);
  }
  return [...found].filter(({ length }) => length >= SHORTEST).sort((a, b) => b.length - a.length);
}

function collect(value: Json | undefined, secret: boolean, found: Set<string>): void {
  if (typeof value === "string" && secret) found.add(value).add(Buffer.from(value, "base64").toString());
  else if (Array.isArray(value)) for (const item of value) collect(item, secret, found);
  else if (isObject(value) && SIGNATURE in value) collect(clear(value), true, found);
  else if (isObject(value)) for (const item of Object.values(value)) collect(item, secret, found);
}
