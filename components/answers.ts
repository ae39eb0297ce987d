import { InputError } from "../model/findings";
import { isObject } from "../model/json";
import { ClusterReader, Refusal } from "./cluster-reader";
import type { Fleet } from "./fleet";

/** What came of asking a cluster before anything is planned. */
export type Answer =
  /** It is there. `uid` tells it from every other cluster; empty when the credentials may not see it. */
  | { kind: "answers"; uid: string }
  /** Nothing and nobody is there, or takes too long. */
  | { kind: "silent"; reason: string }
  /** Somebody is there who does not let these credentials in, or whom they do not trust. */
  | { kind: "refuses"; reason: string };

/** How long a cluster may take to answer before it counts as unreachable, in milliseconds. */
const ANSWER_WITHIN = 5_000;

/** A namespace that every cluster has, for as long as it lives. */
const IDENTITY = "/api/v1/namespaces/kube-system";

/** What clusters answer; each is asked once in a run. */
export class Answers {
  readonly #asked = new Map<string, Promise<Answer | undefined>>();

  constructor(private readonly fleet: Pick<Fleet, "connections">) {}

  /**
   * What a cluster answers. Undefined when it does not exist yet, or nothing tells how it is reached.
   *
   * @param kubeconfig which reaches it, where that is known already
   */
  of(cluster: string, kubeconfig?: string): Promise<Answer | undefined> {
    const asked = this.#asked.get(cluster) ?? (kubeconfig === undefined ? this.#ask(cluster) : ask(kubeconfig));
    this.#asked.set(cluster, asked);
    return asked;
  }

  async #ask(cluster: string): Promise<Answer | undefined> {
    try {
      const [connection] = await this.fleet.connections([cluster]);
      return connection?.kubeconfig === undefined ? undefined : await ask(connection.kubeconfig);
    } catch (error) {
      // Whoever needs the cluster is told.
      if (error instanceof InputError) return undefined;
      throw error;
    }
  }
}

/**
 * Asks a cluster who it is. Never throws; the reason quotes nothing of the kubeconfig but the address.
 *
 * @param kubeconfig text with one context
 */
export async function ask(kubeconfig: string): Promise<Answer> {
  try {
    const namespace = await new ClusterReader(kubeconfig, ANSWER_WITHIN).get(IDENTITY);
    const metadata = isObject(namespace) && isObject(namespace.metadata) ? namespace.metadata : {};
    return { kind: "answers", uid: typeof metadata.uid === "string" ? metadata.uid : "" };
  } catch (error) {
    return answerOf(error);
  }
}

function answerOf(error: unknown): Answer {
  const reason = error instanceof Error ? error.message || codeOf(error) || error.name : "unknown reason";
  if (!(error instanceof Refusal)) return { kind: SILENCE.has(codeOf(error)) ? "silent" : "refuses", reason };
  if (error.status === FORBIDDEN) return { kind: "answers", uid: "" };
  return { kind: NOBODY_BEHIND.has(error.status) ? "silent" : "refuses", reason };
}

/** What Node.js says when there is no connection, or it ends before there is an answer. */
const SILENCE: ReadonlySet<string> = new Set([
  ...["ECONNREFUSED", "ECONNRESET", "ECONNABORTED", "ETIMEDOUT", "EPIPE"],
  ...["EHOSTUNREACH", "EHOSTDOWN", "ENETUNREACH", "ENETDOWN", "ENOTFOUND", "EAI_AGAIN"],
]);

const FORBIDDEN = 403;

/** What proxies and load balancers answer when nobody is behind them. */
const NOBODY_BEHIND: ReadonlySet<number> = new Set([502, 503, 504]);

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
