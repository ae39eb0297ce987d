import { spawn } from "node:child_process";
import type { IncomingMessage, ServerResponse } from "node:http";
import { request } from "node:https";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { clusterAccess } from "../../../tools/clusters/files";
import type { Access } from "../../../tools/clusters/kubeconfig";
import { ApiServer } from "../../support/api-server";
import { type ClusterName, currentRun } from "./run";

/** Channels of Kubernetes' protocol `v4.channel.k8s.io`: the first byte of each message. */
const CHANNELS = { stdout: 1, stderr: 2, status: 3 } as const;
const PROTOCOL = "v4.channel.k8s.io";

/**
 * A way to one of the shared clusters that runs the commands of `exec` itself, on this machine, and says what they exit with as
 * kubelets do: fake kubelets do not. Everything else is the cluster's own.
 */
export class ExecGateway {
  private constructor(private readonly server: ApiServer) {}

  static async start(name: ClusterName): Promise<ExecGateway> {
    const access = clusterAccess({ name, dir: currentRun().dir });
    const server = new ApiServer((asked, response) => passOn(access, asked, response), upgrade);
    await server.start();
    return new ExecGateway(server);
  }

  /** A kubeconfig for the way. */
  kubeconfig(): string {
    return this.server.kubeconfig({ token: "anybody" });
  }

  stop(): Promise<void> {
    return this.server.stop();
  }
}

/** Asks the cluster what the gateway was asked, as an administrator. */
function passOn({ endpoint, ca, cert, key }: Access, asked: IncomingMessage, response: ServerResponse): void {
  const { authorization: _, host: __, ...headers } = asked.headers;
  const options = { method: asked.method, ca, cert, key, headers };
  const passed = request(new URL(asked.url ?? "", endpoint), options, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  passed.on("error", () => response.destroy());
  asked.pipe(passed);
}

const sockets = new WebSocketServer({ noServer: true, handleProtocols: () => PROTOCOL });

function upgrade(asked: IncomingMessage, socket: Duplex): void {
  const command = new URL(asked.url ?? "", "https://gateway").searchParams.getAll("command");
  sockets.handleUpgrade(asked, socket, Buffer.alloc(0), (client) => runCommand(command, client));
}

/** Runs a command, and sends what it prints and how it ended. */
function runCommand([program = "", ...args]: string[], client: WebSocket): void {
  const send = (channel: keyof typeof CHANNELS, data: Buffer) =>
    client.send(Buffer.concat([Buffer.of(CHANNELS[channel]), data]));
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
  child.stdout.on("data", (data: Buffer) => send("stdout", data));
  child.stderr.on("data", (data: Buffer) => send("stderr", data));
  child.on("close", (code) => {
    send("status", Buffer.from(JSON.stringify(statusOf(code ?? 0))));
    client.close();
  });
}

/** What a kubelet says of a command that has ended. */
function statusOf(code: number): object {
  const status = { apiVersion: "v1", kind: "Status", metadata: {} };
  if (code === 0) return { ...status, status: "Success" };
  const details = { causes: [{ reason: "ExitCode", message: String(code) }] };
  const text = `command terminated with non-zero exit code: exit status ${code}`;
  return { ...status, status: "Failure", reason: "NonZeroExitCode", message: text, details };
}
