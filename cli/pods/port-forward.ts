import { type AddressInfo, createServer, type Socket } from "node:net";
import { Writable } from "node:stream";
import { Command } from "commander";
import { InputError } from "../../model/findings";
import { endOnInterrupt } from "../interrupts";
import { asking, choosePod, placeOf } from "./choose";
import { clientFor, connectionProblem } from "./client";
import type { FoundPod, PodFilter } from "./find";
import { withPods } from "./options";
import { type PortPair, parsePorts } from "./ports";
import { readPods } from "./read";

/** Where forwarded ports listen: on this machine only. */
const LOOPBACK = "127.0.0.1";

/** `flotilla port-forward`. */
export function portForwardCommand(): Command {
  return withPods(new Command("port-forward"))
    .description("Forward ports of this machine, on its loopback address, to a pod of an application, until Ctrl-C.")
    .argument("<ports...>", "LOCAL:REMOTE, PORT for both, or :REMOTE for any free one")
    .addHelpText(
      "after",
      [
        "\nExamples:",
        "  flotilla port-forward shop 8080:80 --cluster beijing-1 --component web",
        "  flotilla port-forward shop :5432 --cluster beijing-1 --component database",
      ].join("\n"),
    )
    .action(portForward);
}

async function portForward(application: string, texts: string[], filter: PodFilter): Promise<void> {
  const ports = parsePorts(texts);
  const { pods, kubeconfigOf } = await readPods(application, filter);
  const pod = await choosePod(onePerComponent(pods), asking());
  const connect = await connector(pod, kubeconfigOf(pod));
  endOnInterrupt();
  const listening = ports.map((pair) => listen(pair, (socket) => connect(socket, pair.remote)));
  const lines = (await Promise.all(listening)).map(
    (local, at) => `Forwarding from ${LOOPBACK}:${local} -> ${ports[at]?.remote} of ${placeOf(pod)}\n`,
  );
  process.stdout.write(lines.join(""));
}

/** Listens on a local port, and returns which it is. */
function listen({ local }: PortPair, onConnection: (socket: Socket) => void): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer({ allowHalfOpen: true }, onConnection);
    server.once("error", ({ code }: NodeJS.ErrnoException) => {
      const message = `port ${local} of this machine cannot be used: ${code === "EADDRINUSE" ? "something listens there" : code}`;
      const hint = "name another one, or none for any that is free";
      reject(new InputError([{ severity: "error", code: "invalid-value", message, hint }]));
    });
    server.listen(local, LOOPBACK, () => resolve((server.address() as AddressInfo).port));
  });
}

/** Makes what connects sockets with ports of a pod. A connection that fails is told, and others go on. */
async function connector(pod: FoundPod, kubeconfig: string): Promise<(socket: Socket, port: number) => void> {
  const { client, config } = await clientFor(kubeconfig);
  const forward = new client.PortForward(config);
  return (socket, port) => {
    const what = `port ${port} of ${placeOf(pod)}`;
    const failed = (error: unknown) => {
      process.stderr.write(`${connectionProblem(what, error).message}\n`);
      socket.destroy();
    };
    const problems = new Writable({
      write: (chunk: Buffer, _, done) => {
        if (chunk.length > 0) failed(new Error(chunk.toString().trim()));
        done();
      },
    });
    // Whoever connected may go away at any time.
    socket.on("error", () => socket.destroy());
    forward
      .portForward(pod.namespace, pod.pod, [port], socket, problems, socket)
      .then((opened) => {
        const connection = typeof opened === "function" ? opened() : opened;
        if (connection === null) return;
        connection.onclose = () => socket.end();
        socket.once("close", () => connection.close());
      })
      .catch(failed);
  };
}

/** Pods of one component in one place are alike: the first that runs stands for all of them. */
export function onePerComponent(pods: readonly FoundPod[]): FoundPod[] {
  const found = new Map<string, FoundPod>();
  for (const pod of pods) {
    const key = JSON.stringify([pod.cluster, pod.namespace, pod.component]);
    if (found.get(key)?.phase !== "Running") found.set(key, pod);
  }
  return [...found.values()];
}
