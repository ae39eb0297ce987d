import { createServer } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { ask } from "../../components/answers";
import { ClusterReader } from "../../components/cluster-reader";
import { ApiServer, answerJson } from "../support/api-server";

const PLANTED = "PLANTED-password";
const api = new ApiServer((_, response) => answerJson(response, { metadata: { uid: "the cluster behind the proxy" } }));

/** What the proxy was asked to connect to, and by whom. */
const asked: { to: string | undefined; by: string | undefined }[] = [];
/** What it answers instead; 0 is nothing. Undefined where it connects to the cluster, whatever its name is. */
let refusal: number | undefined;

const proxy = createServer().on("connect", ({ url, headers }, client: Socket) => {
  asked.push({ to: url, by: headers["proxy-authorization"] });
  client.on("error", () => undefined);
  if (refusal === 0) return;
  if (refusal !== undefined) return client.end(`HTTP/1.1 ${refusal} Refused\r\n\r\n`);
  const port = Number(new URL(serverIn(api.kubeconfig({}))).port);
  const server = connect(port, "127.0.0.1", () => {
    client.write("HTTP/1.1 200 Connected\r\n\r\n");
    server.pipe(client).pipe(server);
  });
  server.on("error", () => client.destroy());
});

beforeAll(async () => {
  await api.start();
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
});
afterAll(async () => {
  proxy.closeAllConnections();
  proxy.close();
  await api.stop();
});

const address = () => `127.0.0.1:${(proxy.address() as AddressInfo).port}`;
beforeEach(() => {
  asked.length = 0;
  refusal = undefined;
  for (const name of ["HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy"]) vi.stubEnv(name, "");
  vi.stubEnv("HTTPS_PROXY", `http://ann:${PLANTED}@${address()}`);
});
afterEach(() => vi.unstubAllEnvs());

function serverIn(kubeconfig: string): string {
  return JSON.parse(kubeconfig).clusters[0].cluster.server;
}

/** A cluster under a name that nobody but the proxy knows. */
function kubeconfig(user: object = { token: "a token" }, more: object = {}): string {
  const config = JSON.parse(api.kubeconfig(user));
  config.clusters[0].cluster = { server: "https://api.invalid:6443", "insecure-skip-tls-verify": true, ...more };
  return JSON.stringify(config);
}

describe("a cluster that only a proxy reaches", () => {
  it.each([
    ["a token", { token: "a token" }],
    ["a certificate of its own kind of access", { username: "ann", password: "x" }],
  ])("is reached with the environment's, and %s", async (_, user) => {
    expect(await ask(kubeconfig(user))).toEqual({ kind: "answers", uid: "the cluster behind the proxy" });
    const by = `Basic ${Buffer.from(`ann:${PLANTED}`).toString("base64")}`;
    expect(asked).toEqual([{ to: "api.invalid:6443", by }]);
  });

  it("is reached with the kubeconfig's where it names one", async () => {
    vi.stubEnv("HTTPS_PROXY", "http://127.0.0.1:1");
    expect(await ask(kubeconfig(undefined, { "proxy-url": `http://${address()}` }))).toMatchObject({ kind: "answers" });
    expect(asked).toEqual([{ to: "api.invalid:6443", by: undefined }]);
  });

  it("is not reached where NO_PROXY has its name", async () => {
    vi.stubEnv("NO_PROXY", ".invalid");
    expect(await ask(kubeconfig())).toMatchObject({ kind: "silent", reason: expect.stringContaining("ENOTFOUND") });
    expect(asked).toEqual([]);
  });

  it.each([
    [503, "silent"],
    [407, "refuses"],
    [403, "refuses"],
  ])("is told to be down, or the proxy not to let anybody in, by its answer %i", async (status, kind) => {
    refusal = status;
    expect(await ask(kubeconfig())).toEqual({ kind, reason: `the proxy answered ${status}` });
  });

  it("is not waited for longer than any other when the proxy says nothing", async () => {
    refusal = 0;
    const start = performance.now();
    await expect(new ClusterReader(kubeconfig(), 500).get("/")).rejects.toThrow("no answer within 0.5 s");
    expect(performance.now() - start).toBeLessThan(3_000);
  });
});

it("a cluster on this machine is reached without", async () => {
  expect(await ask(api.kubeconfig({ token: "a token" }))).toMatchObject({ kind: "answers" });
  expect(asked).toEqual([]);
});

it("what names no proxy is told, and not quoted", async () => {
  vi.stubEnv("HTTPS_PROXY", `ftp://${PLANTED}`);
  expect(await ask(kubeconfig())).toEqual({
    ...{ kind: "refuses", reason: "HTTPS_PROXY names no proxy, such as http://proxy.example:3128" },
  });
});
