import { createHash, scrypt } from "node:crypto";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { parse } from "yaml";
import { readKubeconfig } from "../../components/kubeconfigs";
import type { Settings } from "../../components/settings";
import { InputError } from "../../model/findings";
import { isObject } from "../../model/json";
import type { ClusterCredentials } from "../../model/registry";
import { ROOT } from "../../tools/shim/record.cjs";
import readBundle from "../../tools/start/bundle.cjs";
import { readFiles } from "../read-files";

/** Variables that say something to the program, to the engine's providers or to Alibaba Cloud's client. */
const VARIABLES = /^(FLOTILLA_|KUBE|PULUMI_K8S_|ALICLOUD_|ALIBABA_CLOUD_|(HTTPS?|NO|ALL)_PROXY$)/i;

/** Options of `pulumi up` as variables, which may leave something out or add something. */
const OPTIONS = /^PULUMI_OPTION_(?!CONFIG_FILE$)/;

/** What a delivery is made from, and the clusters that it may go to. */
export interface Basis {
  /** Digest of all of it. It is a secret: secrets are in it. */
  digest: Buffer;
  /** How each cluster is reached, by name. Secret. */
  kubeconfigs: ReadonlyMap<string, string>;
}

/**
 * Reads what a delivery is made from: the program, the whole configuration, the documents and the kubeconfigs. Undefined when something
 * of it cannot be read, which the program tells better, or when variables add options of `pulumi up`.
 */
export async function readBasis(
  { application, credentials }: Settings,
  configuration: string,
): Promise<Basis | undefined> {
  if (Object.keys(process.env).some((name) => OPTIONS.test(name))) return undefined;
  const kubeconfigs = kubeconfigsOf(credentials);
  const project = projectHere();
  const documents = documentsIn(application);
  if (kubeconfigs === undefined || project === undefined || documents === undefined) return undefined;
  const program = await readBundle(ROOT, "tools/start/program.cjs");
  const variables = Object.entries(process.env).filter(([name]) => VARIABLES.test(name));
  const parts = [program.digest, project, configuration, documents, [...kubeconfigs], variables.sort()];
  return { digest: createHash("sha256").update(JSON.stringify(parts)).digest(), kubeconfigs };
}

/** Whether two deliveries are made from the same. */
export function isSame(one: Basis, other: Basis | undefined): boolean {
  return other !== undefined && one.digest.equals(other.digest);
}

/** The project's file. Undefined when this is not its folder, where paths start from, or when it wants more than `up`. */
function projectHere(): string | undefined {
  try {
    const text = readFileSync("Pulumi.yaml", "utf8");
    const project: unknown = parse(text);
    return isObject(project) && !("main" in project) && !("options" in project) ? text : undefined;
  } catch {
    return undefined;
  }
}

function documentsIn(paths: readonly string[]): ReturnType<typeof readFiles> | undefined {
  // Standard input can be read once, and that is the program's.
  if (paths.includes("-")) return undefined;
  try {
    return readFiles(paths);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

function kubeconfigsOf(credentials: readonly ClusterCredentials[]): Map<string, string> | undefined {
  const read = credentials.map((one) => [one.cluster, readKubeconfig(one)] as const);
  const usable = read.flatMap(([cluster, one]) => (one.ok ? [[cluster, one.kubeconfig] as const] : []));
  return usable.length < read.length ? undefined : new Map(usable);
}

/**
 * A digest as it may lie in a backend: somebody who guesses what was delivered, secrets included, needs as long for each guess as for one of
 * a passphrase.
 *
 * @param salt another one for each run
 */
export async function seal({ digest }: Basis, salt: string): Promise<string> {
  return (await promisify<Buffer, string, number, Buffer>(scrypt)(digest, salt, 24)).toString("base64url");
}
