import type { IncomingMessage } from "node:http";
import { Agent, type RequestOptions, request } from "node:https";
import type { Readable } from "node:stream";
import { createSecureContext } from "node:tls";
import type { KubernetesObject } from "../workloads/types";
import { clientConfig } from "./client-config";
import { UnusableProxy } from "./environment-proxy";
import { addressOf, type PlainAccess, plainAccess } from "./plain-access";

/** How long a cluster may take to answer one request, in milliseconds. */
const ANSWER_WITHIN = 10_000;
/** Requests to one cluster at the same time. */
const CONNECTIONS = 10;

/**
 * How long a connection waits for another request, in milliseconds: shorter than any server keeps one open, so that no request meets its end.
 * Making one costs more than most requests.
 */
const IDLE = 1_000;

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** What the API says about the kinds of a group. */
interface Kinds {
  resources?: { name: string; kind: string; namespaced: boolean }[];
}

/** A cluster's answer that is not what was asked for. */
export class Refusal extends Error {
  /** @param status of HTTP */
  constructor(
    readonly status: number,
    asked: string,
  ) {
    super(`answered ${status} to ${asked}`);
    this.name = "Refusal";
  }
}

/** Reads objects from one cluster. What it throws quotes neither credentials nor anything that the cluster has sent. */
export class ClusterReader {
  #options: Promise<RequestOptions> | undefined;
  readonly #kinds = new Map<string, Promise<unknown>>();

  /**
   * Connects to nothing yet.
   *
   * @param kubeconfig text with one context
   * @param answerWithin how long the cluster may take to answer one request, in milliseconds
   * @param connections how many requests may go on at the same time
   */
  constructor(
    private readonly kubeconfig: string,
    private readonly answerWithin = ANSWER_WITHIN,
    private readonly connections = CONNECTIONS,
  ) {}

  /**
   * The object with the identity of `object`; undefined when there is none, or no such kind.
   *
   * @throws Error when the cluster does not answer, or refuses to
   */
  async read({ metadata, ...kind }: KubernetesObject): Promise<KubernetesObject | undefined> {
    const path = await this.#pathOf(kind, metadata?.namespace ?? "default");
    if (path === undefined) return undefined;
    return (await this.get(`${path}/${encodeURIComponent(metadata?.name ?? "")}`)) as KubernetesObject | undefined;
  }

  /** The objects of a kind in a namespace, or in all of them, that have these labels. Throws like {@link read}. */
  async list(
    kind: Pick<KubernetesObject, "apiVersion" | "kind">,
    labels: object,
    namespace?: string,
  ): Promise<KubernetesObject[]> {
    const path = await this.#pathOf(kind, namespace);
    if (path === undefined) return [];
    const selector = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
    const found = await this.get(`${path}?labelSelector=${encodeURIComponent(selector.join(","))}`);
    const { items = [] } = (found ?? {}) as { items?: KubernetesObject[] };
    return items.map((item) => ({ ...item, apiVersion: kind.apiVersion, kind: kind.kind }));
  }

  /** Where the API has objects of a kind; undefined when there is no such kind. */
  async #pathOf(
    { apiVersion, kind }: Pick<KubernetesObject, "apiVersion" | "kind">,
    namespace: string | undefined,
  ): Promise<string | undefined> {
    const root = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const known = this.#kinds.get(root) ?? this.get(root);
    this.#kinds.set(root, known);
    const kinds = (await known) as Kinds | undefined;
    const resource = kinds?.resources?.find((one) => one.kind === kind && !one.name.includes("/"));
    if (resource === undefined) return undefined;
    const within = resource.namespaced && namespace !== undefined;
    return `${root}${within ? `/namespaces/${encodeURIComponent(namespace)}` : ""}/${resource.name}`;
  }

  /** What the API answers to a path; undefined when there is nothing. Throws like {@link read}. */
  get(path: string): Promise<unknown> {
    return this.#ask("GET", path);
  }

  /** What the API answers to something that is posted, such as a review. Throws like {@link read}. */
  post(path: string, posted: object): Promise<unknown> {
    return this.#ask("POST", path, JSON.stringify(posted));
  }

  /**
   * What the API sends about a path bit by bit, such as a log. Only its start has to come in time.
   *
   * @throws Error like {@link read}, but with the API's own reason: whoever asks for this sees what the cluster sends anyway
   */
  async stream(path: string): Promise<Readable> {
    const options = await this.#access();
    const asked = { ...options, method: "GET", path: `${options.path ?? ""}${path}` };
    const response = await open(asked, this.answerWithin, "response");
    if (response.statusCode === 200) return response;
    throw new Error(reasonIn(await textOf(response)) ?? `answered ${response.statusCode} to GET ${path}`);
  }

  /** What the API answers to something that takes the place of what is there. Throws like {@link read}. */
  put(path: string, replacement: object): Promise<unknown> {
    return this.#ask("PUT", path, JSON.stringify(replacement));
  }

  /** Deletes what is there, if anything is. Throws like {@link read}. */
  async remove(path: string): Promise<void> {
    await this.#ask("DELETE", path);
  }

  /**
   * Creates an object, or sets the fields that it has, by server-side apply; gives what the API then has.
   *
   * @param manager who is to own the fields, from whomever they are
   * @throws Error like {@link read}, or when there is no such kind
   */
  async apply({ metadata, ...object }: KubernetesObject, manager: string): Promise<KubernetesObject> {
    const path = await this.#pathOf(object, metadata?.namespace ?? "default");
    if (path === undefined) throw new Error(`there is no kind ${object.kind} in ${object.apiVersion}`);
    const query = `fieldManager=${encodeURIComponent(manager)}&force=true`;
    const place = `${path}/${encodeURIComponent(metadata?.name ?? "")}?${query}`;
    const applied = await this.#ask("PATCH", place, JSON.stringify({ ...object, metadata }));
    if (applied === undefined) throw new Error(`answered 404 to PATCH ${place}`);
    return applied as KubernetesObject;
  }

  #access(): Promise<RequestOptions> {
    this.#options ??= requestOptions(this.kubeconfig, this.connections, this.answerWithin);
    return this.#options;
  }

  async #ask(method: Method, path: string, posted?: string): Promise<unknown> {
    const options = await this.#access();
    const asked = { ...options, method, path: `${options.path ?? ""}${path}` };
    const { status, body } = await send(asked, this.answerWithin, posted);
    if (status === 404) return undefined;
    if (status !== 200 && status !== 201) throw new Refusal(status, `${method} ${path}`);
    try {
      return JSON.parse(body);
    } catch {
      throw new Error(`answered something that is not JSON to ${method} ${path}`);
    }
  }
}

async function requestOptions(kubeconfig: string, maxSockets: number, within: number): Promise<RequestOptions> {
  const { proxied, options } = await credentials(kubeconfig);
  // A proxy has the time for itself to connect.
  if (proxied && options.agent instanceof Agent) options.agent.options.timeout = within;
  if (proxied) return options;
  const { ca, cert, key, rejectUnauthorized, servername } = options;
  // Made once: it takes longer than most requests, and each connection would make one of its own.
  const secureContext = createSecureContext({ ca, cert, key });
  const tls = { ca, cert, key, rejectUnauthorized, servername, secureContext };
  return { ...options, agent: new Agent({ keepAlive: true, timeout: IDLE, maxSockets, ...tls }) };
}

/** Loads the client library only where it is needed: it takes half a second. */
async function credentials(kubeconfig: string): Promise<{ proxied: boolean; options: RequestOptions }> {
  try {
    const plain = plainAccess(kubeconfig);
    if (plain !== undefined) return { proxied: false, options: await authenticated(plain) };
    const config = await clientConfig(kubeconfig);
    const { server = "", proxyUrl } = config.getCurrentCluster() ?? {};
    const options: RequestOptions = addressOf(server);
    await config.applyToHTTPSOptions(options);
    return { proxied: proxyUrl !== undefined, options };
  } catch (error) {
    if (error instanceof UnusableProxy) throw error;
    throw new Error("its kubeconfig gives no credentials that work");
  }
}

/** Asks the program for credentials that a kubeconfig names, if it does. */
async function authenticated({ exec, ...options }: PlainAccess): Promise<RequestOptions> {
  if (exec === undefined) return options;
  const { ExecAuth } = await import("@kubernetes/client-node/dist/exec_auth.js");
  await new ExecAuth().applyAuthentication({ name: "", exec }, options);
  return options;
}

async function send(
  options: RequestOptions,
  within: number,
  posted?: string,
): Promise<{ status: number; body: string }> {
  const response = await open(options, within, "close", posted);
  return { status: response.statusCode ?? 0, body: await textOf(response) };
}

/** Sends a request; by `until`, its answer has to begin or to be complete in time. */
function open(
  options: RequestOptions,
  within: number,
  until: "response" | "close",
  posted?: string,
): Promise<IncomingMessage> {
  // JSON is YAML too, which is what server-side apply takes.
  const type = options.method === "PATCH" ? "application/apply-patch+yaml" : "application/json";
  const headers = { ...options.headers, ...(posted === undefined ? {} : { "content-type": type }) };
  return new Promise((resolve, reject) => {
    const call = request({ ...options, headers }, resolve);
    // The socket's own timeout would start anew after the connection is made. While it waits for a socket, nobody was asked.
    call.once("socket", () => {
      const tooLate = () => call.destroy(noAnswer(within));
      const timer = setTimeout(tooLate, within);
      for (const event of [until, "close"]) call.once(event, () => clearTimeout(timer));
    });
    call.on("error", (error) => reject(proxyProblem(error, within) ?? error));
    call.end(posted);
  });
}

/** What proxies answer when nobody is behind them. */
const NOBODY_BEHIND = /^50[234]$/;

/** A proxy that does not connect to a cluster, when it is that: the client library tells only what it has answered. */
function proxyProblem({ message }: Error, within: number): Error | undefined {
  if (message === "Proxy timeout") return noAnswer(within);
  const [, status] = /^Bad response: (\d+)$/.exec(message) ?? [];
  if (status === undefined) return undefined;
  const code = NOBODY_BEHIND.test(status) ? { code: "EHOSTUNREACH" } : {};
  return Object.assign(new Error(`the proxy answered ${status}`), code);
}

function noAnswer(within: number): Error {
  return Object.assign(new Error(`no answer within ${within / 1000} s`), { code: "ETIMEDOUT" });
}

async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** What the API gives as the reason of a refusal. */
function reasonIn(body: string): string | undefined {
  try {
    const { message } = JSON.parse(body) as { message?: unknown };
    return typeof message === "string" ? message : undefined;
  } catch {
    return undefined;
  }
}
