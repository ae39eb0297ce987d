import { isAbsolute, resolve } from "node:path";
import { isObject, type Json, type JsonObject } from "./json";
import { suggest } from "./suggest";
import { readYaml } from "./yaml/read";

/** Fields of a kubeconfig's clusters and users that name files. */
const FILE_FIELDS = ["certificate-authority", "client-certificate", "client-key", "tokenFile"];

/** A kubeconfig that cannot be used, and why. Quotes no more of it than names of contexts, clusters and users. */
export interface UnusableKubeconfig {
  ok: false;
  problem: string;
  hint?: string;
}

/** The context that will be used, and the server it leads to. */
export interface UsableKubeconfig {
  ok: true;
  context: string;
  server: string;
}

/** One context of a kubeconfig with all it refers to. */
interface Parts {
  ok: true;
  context: JsonObject;
  cluster: JsonObject;
  user: JsonObject;
}

/**
 * Checks that a kubeconfig's text can be used: that it is well formed and that the context exists and leads to a server and a
 * user. Connects to nothing.
 *
 * @param context the current context when left out
 */
export function checkKubeconfig(text: string, context?: string): UsableKubeconfig | UnusableKubeconfig {
  const parts = findParts(text, context);
  if (!parts.ok) return parts;
  const server = bodyOf(parts.cluster, "cluster").server;
  return { ok: true, context: nameOf(parts.context), server: typeof server === "string" ? server : "" };
}

/**
 * A kubeconfig with one context and the cluster and user it refers to, so that nothing else travels. It is written as JSON, which
 * no reader of YAML can misunderstand.
 *
 * @param context the current context when left out
 * @param directory what relative names of files are relative to; they are left as they are without it
 * @throws Error when `checkKubeconfig` finds a problem
 */
export function contextOnly(text: string, context?: string, directory?: string): string {
  const parts = findParts(text, context);
  if (!parts.ok) throw new Error(parts.problem);
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [withAbsoluteFiles(parts.cluster, "cluster", directory)],
    contexts: [parts.context],
    "current-context": nameOf(parts.context),
    users: [withAbsoluteFiles(parts.user, "user", directory)],
  });
}

function findParts(text: string, wanted: string | undefined): Parts | UnusableKubeconfig {
  const read = known.get(text) ?? readConfig(text);
  known.set(text, read);
  return read.ok ? findContext(read.config, wanted ?? read.config["current-context"]) : read;
}

/**
 * What texts hold that were read before: each is checked first and then used, many clusters may be contexts of one, and reading it takes
 * longer than all else that is done with it.
 */
const known = new Map<string, { ok: true; config: JsonObject } | UnusableKubeconfig>();

function readConfig(text: string): { ok: true; config: JsonObject } | UnusableKubeconfig {
  if (text.trim() === "") return unusable("the kubeconfig is empty");
  const { sources, findings } = readYaml("kubeconfig", text);
  const error = findings.find(({ severity }) => severity === "error");
  if (error !== undefined) return unusable(`the kubeconfig is not well-formed YAML, see its line ${error.line}`);
  const config = sources[0]?.value;
  if (sources.length > 1 || !isObject(config)) return unusable("the kubeconfig is not a single YAML object");
  return { ok: true, config };
}

function findContext(config: JsonObject, wanted: Json | undefined): Parts | UnusableKubeconfig {
  const contexts = namesIn(config.contexts);
  const existing = contexts.length === 0 ? "it has no contexts" : `its contexts are ${contexts.join(", ")}`;
  if (typeof wanted !== "string" || wanted === "") {
    return unusable("the kubeconfig has no current context", `name a context: ${existing}`);
  }
  const context = entry(config.contexts, wanted);
  if (context === undefined) {
    const near = suggest(wanted, contexts);
    const hint = near === undefined ? existing : `did you mean ${JSON.stringify(near)}? ${existing}`;
    return unusable(`the kubeconfig has no context ${JSON.stringify(wanted)}`, hint);
  }
  return findReferred(config, context);
}

function findReferred(config: JsonObject, context: JsonObject): Parts | UnusableKubeconfig {
  const body = bodyOf(context, "context");
  const [cluster, user] = [entry(config.clusters, body.cluster), entry(config.users, body.user)];
  const where = `context ${JSON.stringify(nameOf(context))} of the kubeconfig`;
  if (cluster === undefined) return unusable(`${where} refers to ${nameText("cluster", body.cluster)}`);
  if (user === undefined) return unusable(`${where} refers to ${nameText("user", body.user)}`);
  const { server } = bodyOf(cluster, "cluster");
  if (typeof server !== "string" || server === "") {
    return unusable(`cluster ${JSON.stringify(nameOf(cluster))} of the kubeconfig has no server`);
  }
  return { ok: true, context, cluster, user };
}

function nameText(what: string, name: Json | undefined): string {
  return typeof name === "string" && name !== ""
    ? `${what} ${JSON.stringify(name)}, which it does not have`
    : `no ${what}`;
}

function withAbsoluteFiles(named: JsonObject, key: string, directory: string | undefined): JsonObject {
  if (directory === undefined) return named;
  const body = { ...bodyOf(named, key) };
  for (const field of FILE_FIELDS) {
    const path = body[field];
    if (typeof path === "string" && path !== "" && !isAbsolute(path)) body[field] = resolve(directory, path);
  }
  return { ...named, [key]: body };
}

/** The first entry of that name in a list of named entries, as Kubernetes' own tools take it. */
function entry(list: Json | undefined, name: Json | undefined): JsonObject | undefined {
  return Array.isArray(list) ? list.filter(isObject).find((item) => item.name === name) : undefined;
}

function namesIn(list: Json | undefined): string[] {
  return Array.isArray(list) ? list.filter(isObject).map(nameOf) : [];
}

function nameOf(named: JsonObject): string {
  return typeof named.name === "string" ? named.name : "";
}

function bodyOf(named: JsonObject, key: string): JsonObject {
  const body = named[key];
  return isObject(body) ? body : {};
}

function unusable(problem: string, hint?: string): UnusableKubeconfig {
  return { ok: false, problem, ...(hint === undefined ? {} : { hint }) };
}
