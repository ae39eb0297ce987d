import { type AddressInfo, createServer } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ClusterReader } from "../../components/cluster-reader";
import { ApiServer, answerJson } from "../support/api-server";

const PLANTED = "PLANTED-credential";
const MAPS = "/api/v1/namespaces/demo/configmaps";

/** Answers as the path says; every other one is an object. Says only to holders of the token that anything is there. */
const server = new ApiServer(({ url = "", headers }, response) => {
  if (headers.authorization !== `Bearer ${PLANTED}`) return answerJson(response, { message: PLANTED }, 401);
  const path = url.replace(/^\/proxied/, "");
  switch (path) {
    case "/api/v1":
      return answerJson(response, {
        resources: [
          { name: "configmaps/status", kind: "ConfigMap", namespaced: true },
          { name: "configmaps", kind: "ConfigMap", namespaced: true },
          { name: "nodes", kind: "Node", namespaced: false },
        ],
      });
    case `${MAPS}/forbidden`:
      return answerJson(response, { message: `no: ${PLANTED}` }, 403);
    case `${MAPS}/odd`:
      return void response.end(`${PLANTED} is no JSON`);
    case `${MAPS}/slow`:
      return;
    case `${MAPS}/missing`:
    case "/apis/example.com/v1":
      return answerJson(response, { kind: "Status" }, 404);
    default:
      return answerJson(response, { metadata: { name: path } });
  }
});

beforeAll(() => server.start());
afterAll(() => server.stop());
beforeEach(() => {
  server.asked.length = 0;
});

const map = (name: string) => ({ apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace: "demo" } });
const connect = (user: object = { token: PLANTED }, path?: string) =>
  new ClusterReader(server.kubeconfig(user, path), 300);

/** What reading fails with. */
async function failure(reader: ClusterReader, name = "any"): Promise<string> {
  const error: unknown = await reader.read(map(name)).then(
    () => "it was read",
    (thrown: unknown) => thrown,
  );
  return error instanceof Error ? `${error.message} ${error.stack} ${JSON.stringify(error)}` : String(error);
}

describe("ClusterReader", () => {
  it("finds an object by its kind, in its namespace or in none", async () => {
    const reader = connect();
    expect(await reader.read(map("one"))).toEqual({ metadata: { name: `${MAPS}/one` } });
    const node = await reader.read({ apiVersion: "v1", kind: "Node", metadata: { name: "n", namespace: "ignored" } });
    expect(node?.metadata?.name).toBe("/api/v1/nodes/n");
  });

  it("asks once for the kinds of a group, and escapes names", async () => {
    const reader = connect();
    await Promise.all([reader.read(map("one")), reader.read(map("../two"))]);
    expect(server.asked.sort()).toEqual(["/api/v1", `${MAPS}/..%2Ftwo`, `${MAPS}/one`]);
  });

  it("asks below the path that the kubeconfig has", async () => {
    await connect(undefined, "/proxied/").read(map("one"));
    expect(server.asked).toEqual(["/proxied/api/v1", `/proxied${MAPS}/one`]);
  });

  it.each([
    ["the object", map("missing")],
    ["the kind", { ...map("one"), kind: "Unheard" }],
    ["the group", { ...map("one"), apiVersion: "example.com/v1" }],
  ])("finds nothing when %s is not there", async (_, object) => {
    expect(await connect().read(object)).toBeUndefined();
  });

  it.each([
    ["a refusal", "forbidden", `answered 403 to GET ${MAPS}/forbidden`],
    ["no JSON", "odd", `answered something that is not JSON to GET ${MAPS}/odd`],
    ["no answer in time", "slow", "no answer within 0.3 s"],
  ])("fails for %s", async (_, name, message) => {
    const text = await failure(connect(), name);
    expect(text).toContain(message);
    expect(text).not.toContain(PLANTED);
  });

  it("gets its credentials from the command that a kubeconfig names", async () => {
    const credential = {
      apiVersion: "client.authentication.k8s.io/v1",
      kind: "ExecCredential",
      status: { token: PLANTED },
    };
    const exec = { apiVersion: credential.apiVersion, command: "echo", args: [JSON.stringify(credential)] };
    expect(await connect({ exec }).read(map("one"))).toBeDefined();
  });

  it.each([
    ["fails", { command: "sh", args: ["-c", `echo ${PLANTED} >&2; exit 1`] }],
    ["says something else", { command: "echo", args: [PLANTED] }],
    ["is not there", { command: `/nowhere/${PLANTED}` }],
  ])("quotes nothing of a command for credentials that %s", async (_, command) => {
    const text = await failure(connect({ exec: { apiVersion: "client.authentication.k8s.io/v1", ...command } }));
    expect(text).toContain("gives no credentials that work");
    expect(text).not.toContain(PLANTED);
  });

  it.each([
    ["wrong credentials", server.kubeconfig.bind(server, { token: "wrong" }), "answered 401"],
    ["no kubeconfig", () => `token: [${PLANTED}`, "gives no credentials that work"],
    ["a server that nobody is", () => nobody(), "ECONNREFUSED"],
  ])("fails for %s", async (_, kubeconfig, message) => {
    const text = await failure(new ClusterReader(kubeconfig()));
    expect(text).toContain(message);
    expect(text).not.toContain(PLANTED);
  });
});

describe("a stream", () => {
  const log = new ApiServer(({ url = "" }, response) => {
    if (url === "/refused") return answerJson(response, { message: "the container waits to start" }, 400);
    if (url === "/odd") return void response.writeHead(503).end("<html>");
    response.write("first ");
    // Later than any answer may begin.
    setTimeout(() => response.end("second"), 2_200);
  });
  beforeAll(() => log.start());
  afterAll(() => log.stop());
  const reader = () => new ClusterReader(log.kubeconfig({}), 2_000);

  it("may go on for longer than an answer may take to begin", async () => {
    const chunks: string[] = [];
    for await (const chunk of await reader().stream("/log")) chunks.push(String(chunk));
    expect(chunks.join("")).toBe("first second");
  });

  it("that is refused tells the API's reason, if there is one", async () => {
    await expect(reader().stream("/refused")).rejects.toThrow("the container waits to start");
    await expect(reader().stream("/odd")).rejects.toThrow("answered 503 to GET /odd");
  });
});

describe("a server that takes connections and says nothing", () => {
  const silent = createServer((socket) => socket.on("error", () => undefined));
  beforeAll(() => new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve)));
  afterAll(() => silent.close());

  it("gets no more than the time for one answer", async () => {
    const { port } = silent.address() as AddressInfo;
    const kubeconfig = server.kubeconfig({ token: PLANTED }).replace(/127\.0\.0\.1:\d+/, `127.0.0.1:${port}`);
    const reader = new ClusterReader(kubeconfig, 1_000);
    const start = performance.now();
    expect(await failure(reader)).toContain("no answer within 1 s");
    expect(performance.now() - start).toBeLessThan(1_900);
  });
});

/** A kubeconfig for a port where nobody listens. */
function nobody(): string {
  return server.kubeconfig({ token: PLANTED }).replace(/127\.0\.0\.1:\d+/, "127.0.0.1:1");
}
