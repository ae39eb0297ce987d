import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Duplex } from "node:stream";

const pem = (file: string) => readFileSync(join(__dirname, "tls", file), "utf8");

/** Stands in for a cluster's API on the loopback interface, with a certificate that is good for nothing else. */
export class ApiServer {
  /** Paths that were asked for, in order. */
  readonly asked: string[] = [];
  readonly #server: Server;

  /** @param upgrade answers requests for another protocol; without it, they are refused */
  constructor(
    answer: (request: IncomingMessage, response: ServerResponse) => void,
    upgrade?: (request: IncomingMessage, socket: Duplex) => void,
  ) {
    this.#server = createServer({ key: pem("key.pem"), cert: pem("cert.pem") }, (request, response) => {
      this.asked.push(request.url ?? "");
      answer(request, response);
    });
    if (upgrade !== undefined) this.#server.on("upgrade", upgrade);
  }

  start(): Promise<void> {
    return new Promise((resolve) => this.#server.listen(0, "127.0.0.1", () => resolve()));
  }

  stop(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  /** A kubeconfig that reaches it as some user, under a path if one is given. */
  kubeconfig(user: object, path = ""): string {
    const { port } = this.#server.address() as AddressInfo;
    const authority = Buffer.from(pem("cert.pem")).toString("base64");
    return JSON.stringify({
      "current-context": "one",
      contexts: [{ name: "one", context: { cluster: "one", user: "one" } }],
      clusters: [
        {
          name: "one",
          cluster: { server: `https://127.0.0.1:${port}${path}`, "certificate-authority-data": authority },
        },
      ],
      users: [{ name: "one", user }],
    });
  }
}

/** Answers with JSON. */
export function answerJson(response: ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
}

/** What the API says about kinds whose objects are in namespaces, by their plural. */
export function kindsAnswer(kinds: Record<string, string>): object {
  return { resources: Object.entries(kinds).map(([kind, name]) => ({ kind, name, namespaced: true })) };
}
