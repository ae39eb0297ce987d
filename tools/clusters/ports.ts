import { randomInt } from "node:crypto";
import { createServer, type Server } from "node:net";

/** Below the range from which operating systems take ports for outgoing connections, so that a stopped cluster keeps its own. */
const RANGE = [20_000, 32_000] as const;

/** Finds ports on the loopback address that nobody listens on; all are held at the same time, so they differ. */
export async function freePorts(count: number): Promise<number[]> {
  const held: Server[] = [];
  try {
    while (held.length < count) {
      const server = await listen(randomInt(...RANGE));
      if (server) held.push(server);
    }
    return held.map(portOf);
  } finally {
    await Promise.all(held.map((server) => new Promise((resolve) => server.close(resolve))));
  }
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

function listen(port: number): Promise<Server | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(undefined));
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}
