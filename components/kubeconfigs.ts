import { homedir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { type Finding, InputError } from "../model/findings";
import { identityOf, type ReachedCluster, serverOf } from "../model/known-clusters";
import { checkKubeconfig, contextOnly, type UnusableKubeconfig } from "../model/kubeconfig";
import type { ClusterCredentials } from "../model/registry";
import { embedFiles } from "./embed-files";
import { readFile } from "./read-file";

/** A cluster and the kubeconfig that reaches it and nothing else. */
export interface Connection extends ReachedCluster {
  /**
   * JSON with one context and without references to files that `pulumi destroy` would need on another machine. Secret. Undefined for a
   * cluster that does not exist yet.
   */
  kubeconfig: string | undefined;
}

/**
 * Finds the kubeconfigs of the clusters that are used. Connects to nothing.
 *
 * @param credentials how the stack's clusters are reached, in the order of its configuration
 * @throws InputError with every cluster that cannot be reached and what to configure; it quotes nothing of a kubeconfig
 */
export function resolveConnections(credentials: readonly ClusterCredentials[], used: readonly string[]): Connection[] {
  const findings: Finding[] = [];
  const connections = used.flatMap((cluster) => {
    const index = credentials.findIndex((one) => one.cluster === cluster);
    const found = credentials[index];
    const connection = found === undefined ? unconfigured(cluster, credentials.length) : connect(found, index);
    if ("kubeconfig" in connection) return [connection];
    findings.push(connection);
    return [];
  });
  if (findings.length > 0) throw new InputError(findings);
  return connections;
}

function connect(credentials: ClusterCredentials, index: number): Connection | Finding {
  const { cluster, previousNames } = credentials;
  const read = readKubeconfig(credentials);
  if (read.ok) {
    const { kubeconfig } = read;
    const identity = identityOf(cluster, previousNames);
    return { name: cluster, kubeconfig, ...serverOf(kubeconfig), previousNames, identity };
  }
  const { problem, hint } = read;
  const path = `flotilla:clusters[${index}].${keyOf(credentials)}`;
  const finding = {
    severity: "error",
    code: "invalid-kubeconfig",
    path,
    message: `cluster "${cluster}": ${problem}`,
  } as const;
  return { ...finding, ...(hint === undefined ? {} : { hint }) };
}

/** A kubeconfig for one cluster that was read. */
export interface ReadKubeconfig {
  ok: true;
  /** As in {@link Connection}. Secret. */
  kubeconfig: string;
}

/** Reads how one cluster is reached. Connects to nothing, and quotes nothing of a kubeconfig. */
export function readKubeconfig(
  credentials: Pick<ClusterCredentials, "kubeconfig" | "kubeconfigFile" | "context">,
): ReadKubeconfig | UnusableKubeconfig {
  const { context, kubeconfig, kubeconfigFile } = credentials;
  if (context === undefined && kubeconfig === undefined && kubeconfigFile === undefined) {
    return { ok: false, problem: "nothing says how it is reached", hint: "give kubeconfig, kubeconfigFile or context" };
  }
  try {
    const { text, directory } = textOf(credentials);
    const check = checkKubeconfig(text, context);
    return check.ok ? { ok: true, kubeconfig: embedFiles(contextOnly(text, context, directory)) } : check;
  } catch (error) {
    return { ok: false, problem: reasonOf(error) };
  }
}

function keyOf({ kubeconfig, kubeconfigFile }: ClusterCredentials): string {
  if (kubeconfig !== undefined) return "kubeconfig";
  return kubeconfigFile === undefined ? "context" : "kubeconfigFile";
}

/** The text of a kubeconfig, and the folder that relative paths in it start from, if it came from a file. */
function textOf({ kubeconfig, kubeconfigFile, context }: Omit<ClusterCredentials, "cluster" | "previousNames">): {
  text: string;
  directory?: string;
} {
  if (kubeconfig !== undefined) return { text: kubeconfig };
  if (kubeconfigFile !== undefined) return readText(kubeconfigFile);
  return ambient(context);
}

function readText(path: string): { text: string; directory: string } {
  const absolute = resolve(path.replace(/^~(?=\/)/, homedir()));
  return { text: readFile(absolute).toString(), directory: dirname(absolute) };
}

/** The first of the user's own kubeconfig files that has a context. */
function ambient(context: string | undefined): { text: string; directory: string } {
  const paths = process.env.KUBECONFIG?.split(delimiter).filter((path) => path !== "") ?? [];
  const files = (paths.length > 0 ? paths : [join(homedir(), ".kube", "config")]).map(readText);
  const [first] = files;
  const found = files.find(({ text }) => checkKubeconfig(text, context).ok) ?? first;
  return found ?? { text: "", directory: "" };
}

function unconfigured(cluster: string, next: number): Finding {
  const key = (field: string) => `pulumi config set --path 'flotilla:clusters[${next}].${field}'`;
  return {
    severity: "error",
    code: "invalid-kubeconfig",
    path: "flotilla:clusters",
    message: `something is delivered to cluster "${cluster}", but nothing says how it is reached`,
    hint: `${key("name")} ${cluster} && ${key("kubeconfigFile")} <path>`,
  };
}

/** What a system error says of a file, without what the file holds. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error && "code" in error && "path" in error)) throw error;
  return error.code === "ENOENT" ? `there is no file ${error.path}` : `${error.path} cannot be read (${error.code})`;
}
