import { Agent, type RequestOptions, request } from "node:https";
import type { KubernetesObject } from "../workloads/types";

/** How long a cluster may take to answer one request, in milliseconds. */
const ANSWER_WITHIN = 5_000;
/** Requests to one cluster at the same time. */
const CONNECTIONS = 10;

/** The part of the API's answers that is read here. */
interface Answer {
  resources?: { name: string; kind: string; namespaced: boolean }[];
  metadata?: { labels?: Record<string, string>; uid?: string };
}

/** Reads objects from one cluster. */
export class ClusterReader {
  readonly #options: Promise<RequestOptions>;
  readonly #kinds = new Map<string, Promise<Answer | undefined>>();

  /** `kubeconfig` is text with one context. Connects to nothing yet. */
  constructor(kubeconfig: string) {
    this.#options = requestOptions(kubeconfig);
    // Whoever reads is told; nobody may read.
    this.#options.catch(() => undefined);
  }

  /**
   * The object with the identity of `object`; undefined when there is none, or no such kind.
   *
   * @throws Error when the cluster does not answer, or refuses to
   */
  async read({ apiVersion, kind, metadata }: KubernetesObject): Promise<Answer | undefined> {
    const root = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const known = this.#kinds.get(root) ?? this.get(root);
    this.#kinds.set(root, known);
    const resource = (await known)?.resources?.find((one) => one.kind === kind && !one.name.includes("/"));
    if (resource === undefined) return undefined;
    const namespace = resource.namespaced ? `/namespaces/${encodeURIComponent(metadata?.namespace ?? "default")}` : "";
    return this.get(`${root}${namespace}/${resource.name}/${encodeURIComponent(metadata?.name ?? "")}`);
  }

  /** What the API answers to a path; undefined when there is nothing. Throws like {@link read}. */
  async get(path: string): Promise<Answer | undefined> {
    const options = await this.#options;
    const { status, body } = await get({ ...options, path: `${options.path ?? ""}${path}` });
    if (status === 404) return undefined;
    if (status !== 200) throw new Error(`answered ${status} to GET ${path}`);
    return JSON.parse(body) as Answer;
  }
}

/** Loads the client library only now: it takes most of a second, and most runs need nothing of it. */
async function requestOptions(kubeconfig: string): Promise<RequestOptions> {
  const { KubeConfig } = await import("@kubernetes/client-node");
  const config = new KubeConfig();
  config.loadFromString(kubeconfig);
  const { hostname, port, pathname } = new URL(config.getCurrentCluster()?.server ?? "");
  const options: RequestOptions = { hostname, port, path: pathname.replace(/\/$/, "") };
  await config.applyToHTTPSOptions(options);
  const { ca, cert, key, rejectUnauthorized, servername } = options;
  return {
    ...options,
    agent: new Agent({
      keepAlive: false,
      maxSockets: CONNECTIONS,
      ...{ ca, cert, key, rejectUnauthorized, servername },
    }),
  };
}

function get(options: RequestOptions): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const call = request({ ...options, method: "GET", timeout: ANSWER_WITHIN }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }));
    });
    call.on("timeout", () => call.destroy(new Error(`no answer within ${ANSWER_WITHIN / 1000} s`)));
    call.on("error", reject);
    call.end();
  });
}
