import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, request, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { clusterAccess } from "../../../tools/clusters/files";
import { PROJECT_ROOT } from "../../../tools/paths";
import { type ClusterName, currentRun } from "./run";

/** What goes wrong on the way to a cluster. */
export interface Faults {
  /** Every request waits that long, in milliseconds. Default: not at all. */
  delay?: number;
  /** Of so many requests one is cut off before it reaches the cluster. Default: none. */
  loseOneOf?: number;
  /** The next request that fits is carried out, and cut off before anybody hears of it. Default: none. */
  cutAnswerOf?: (method: string, path: string) => boolean;
}

/** A certificate and its key, as files in `test/support/tls`. */
export interface Certificate {
  cert: string;
  key: string;
}

const GOOD: Certificate = { cert: "cert.pem", key: "key.pem" };

const pem = (file: string) => readFileSync(join(PROJECT_ROOT, "test/support/tls", file), "utf8");

/** Stands between a stack and one of the run's clusters, and lets everybody in as its administrator. */
export class FaultyProxy {
  /** May change at any time. */
  faults: Faults = {};
  /** How many requests were cut off. */
  cut = 0;
  #requests = 0;
  readonly #server: Server;

  constructor(
    private readonly cluster: ClusterName,
    private readonly certificate: Certificate = GOOD,
  ) {
    const tls = { cert: pem(certificate.cert), key: pem(certificate.key) };
    this.#server = createServer(tls, (asked, response) => void this.#pass(asked, response));
  }

  start(): Promise<void> {
    return new Promise((resolve) => this.#server.listen(0, "127.0.0.1", () => resolve()));
  }

  stop(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  /** A kubeconfig that goes this way, as JSON. */
  kubeconfig(): string {
    const { port } = this.#server.address() as AddressInfo;
    const authority = Buffer.from(pem(this.certificate.cert)).toString("base64");
    const server = { server: `https://127.0.0.1:${port}`, "certificate-authority-data": authority };
    return JSON.stringify({
      apiVersion: "v1",
      kind: "Config",
      "current-context": "proxy",
      contexts: [{ name: "proxy", context: { cluster: "proxy", user: "proxy" } }],
      clusters: [{ name: "proxy", cluster: server }],
      users: [{ name: "proxy", user: { token: "nobody-asks" } }],
    });
  }

  async #pass(asked: IncomingMessage, response: ServerResponse): Promise<void> {
    const { delay = 0, loseOneOf = 0, cutAnswerOf } = this.faults;
    const { method = "GET", url = "/" } = asked;
    this.#requests += 1;
    const lost = loseOneOf > 0 && this.#requests % loseOneOf === 0;
    const isCut = cutAnswerOf?.(method, url) ?? false;
    if (isCut) this.faults = {};
    if (delay > 0) await sleep(delay);
    if (lost) return this.#cutOff(response);
    const { endpoint, ca, cert, key } = clusterAccess({ name: this.cluster, dir: currentRun().dir });
    const { authorization: _, host: __, ...headers } = asked.headers;
    const passed = request(new URL(url, endpoint), { method, ca, cert, key, headers }, (answer) => {
      if (isCut) {
        answer.resume().once("end", () => this.#cutOff(response));
        return;
      }
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    passed.on("error", () => response.destroy());
    response.on("close", () => passed.destroy());
    asked.pipe(passed);
  }

  #cutOff(response: ServerResponse): void {
    this.cut += 1;
    response.destroy();
  }
}
