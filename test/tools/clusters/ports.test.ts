import { createServer } from "node:net";
import { expect, it } from "vitest";
import { freePorts } from "../../../tools/clusters/ports";

it("finds ports that differ, are free and are not those of outgoing connections", async () => {
  const ports = await freePorts(6);
  expect(new Set(ports).size).toBe(6);
  for (const port of ports) {
    expect(port).toBeGreaterThanOrEqual(20_000);
    expect(port).toBeLessThan(32_000);
    await new Promise<void>((resolve, reject) => {
      const server = createServer().once("error", reject);
      server.listen(port, "127.0.0.1", () => server.close(() => resolve()));
    });
  }
});
