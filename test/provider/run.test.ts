import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { JsonObject } from "../../model/json";
import { runStep } from "../../provider/run";

const SECRET = "s3cr3t-in-the-address";
let server: Server;
let base = "";
let received: { method: string | undefined; url: string | undefined; body: string; type: string | undefined }[] = [];
let answer: (request: IncomingMessage) => { status: number; body: string } = () => ({ status: 200, body: "ok" });

beforeAll(async () => {
  server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    received.push({ method: request.method, url: request.url, body, type: request.headers["content-type"] });
    const { status, body: text } = answer(request);
    response.writeHead(status).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  received = [];
  answer = () => ({ status: 200, body: "ok" });
});
afterAll(() => server.close());

function run(type: string, properties: JsonObject, outputs: Record<string, string> = {}, timeoutSeconds = 20) {
  return runStep({
    ...{ type, properties, clusters: {}, context: { name: "shop", namespace: "demo" }, timeoutSeconds },
    outputs: Object.entries(outputs).map(([name, valueFrom]) => ({ name, valueFrom })),
  });
}

describe("a webhook", () => {
  it("sends its data as JSON", async () => {
    const end = await run("webhook", { url: { value: `${base}/hook` }, data: { a: 1 } });
    expect(end).toEqual({ phase: "succeeded", values: {} });
    expect(received).toEqual([{ method: "POST", url: "/hook", body: '{"a":1}', type: "application/json" }]);
  });

  it("fails when the answer is an error or nobody answers, and keeps the address to itself", async () => {
    answer = () => ({ status: 500, body: SECRET });
    const refused = await run("webhook", { url: { value: `${base}/${SECRET}` }, data: {} });
    const absent = await run("webhook", { url: { value: `http://127.0.0.1:1/${SECRET}` }, data: {} });
    expect(refused.message).toBe(`${base.slice(7)} answered 500 to POST`);
    expect(absent.message).toMatch(/^127\.0\.0\.1:1 does not answer/);
    expect(JSON.stringify([refused, absent])).not.toContain(SECRET);
  });

  it("says which Secret it needs a cluster for", async () => {
    const end = await run("webhook", { url: { secretRef: { name: "hook", key: "url" } }, data: {} });
    expect(end).toMatchObject({ phase: "failed", message: 'the step has not said that it needs cluster "local"' });
  });
});

describe("a request", () => {
  it("gives what is in the answer to outputs", async () => {
    answer = () => ({ status: 200, body: '{"version": {"tag": "v2"}}' });
    const outputs = {
      tag: '"nginx:\\(response.version.tag)"',
      status: "http.response.statusCode",
      who: "context.name",
    };
    const end = await run("request", { url: base, method: "GET" }, outputs);
    expect(end).toEqual({ phase: "succeeded", values: { tag: "nginx:v2", status: 200, who: "shop" } });
  });

  it("gives null for what is not there, and says so", async () => {
    const end = await run("request", { url: base, method: "GET" }, { gone: "response.x" });
    expect(end).toMatchObject({ phase: "succeeded", values: { gone: null } });
    expect(end.message).toContain('output "gone" is null: there is no "response"');
  });

  it("ends with its time", async () => {
    const slow = createServer(() => undefined);
    await new Promise<void>((resolve) => slow.listen(0, "127.0.0.1", resolve));
    const { port } = slow.address() as AddressInfo;
    const end = await run("request", { url: `http://127.0.0.1:${port}`, method: "GET" }, {}, 1);
    slow.closeAllConnections();
    slow.close();
    expect(end).toMatchObject({ phase: "failed", reason: "Timeout", message: "it took longer than 1 seconds" });
  });
});

describe("a notification", () => {
  it("goes to every service that it names", async () => {
    const url = { value: `${base}/robot` };
    const lark = { url, message: { msg_type: "text", content: '{"text":"a"}' } };
    const dingding = { url, message: { msgtype: "text", text: { content: "b" } } };
    expect(await run("notification", { lark, dingding, slack: { url, message: { text: "c" } } })).toMatchObject({
      phase: "succeeded",
    });
    expect(received.map(({ body }) => JSON.parse(body))).toEqual([lark.message, dingding.message, { text: "c" }]);
  });

  it("fails when a service refuses it, although it answers 200", async () => {
    answer = () => ({ status: 200, body: '{"errcode":310000,"errmsg":"keywords not in content"}' });
    const end = await run("notification", { dingding: { url: { value: base }, message: { msgtype: "text" } } });
    expect(end.message).toBe("DingTalk refused the message (310000): keywords not in content");
  });

  it("says that a mail server is not there, without the password", async () => {
    const from = { address: "a@shop.example", password: { value: SECRET }, host: "127.0.0.1", port: 1 };
    const end = await run("notification", {
      email: { from, to: ["b@shop.example"], content: { subject: "s", body: "b" } },
    });
    expect(end.message).toBe("the mail server 127.0.0.1:1 did not take the mail (ESOCKET)");
    expect(JSON.stringify(end)).not.toContain(SECRET);
  });
});

describe("a check of metrics", () => {
  const properties = { query: "up", condition: ">=0.95 & <2", duration: "1s", failDuration: "1s" };
  const sample = (value: string) => JSON.stringify({ data: { resultType: "vector", result: [{ value: [1, value] }] } });

  it("goes on when the metric was right for the time", async () => {
    answer = () => ({ status: 200, body: sample("1") });
    expect(await run("check-metrics", { ...properties, metricEndpoint: base })).toMatchObject({ phase: "succeeded" });
    expect(received[0]?.url).toBe("/api/v1/query?query=up");
  });

  it("fails when it was wrong for too long, or is no number", async () => {
    answer = () => ({ status: 200, body: sample("0.5") });
    const wrong = await run("check-metrics", { ...properties, metricEndpoint: base });
    expect(wrong.message).toBe("the metric is 0.5, and not >=0.95 & <2");
    answer = () => ({ status: 200, body: '{"data":{"resultType":"vector","result":[]}}' });
    const nothing = await run("check-metrics", { ...properties, metricEndpoint: base });
    expect(nothing.message).toBe("the query does not give one number");
  });
});

it("prints a message", async () => {
  expect(await run("print-message-in-status", { message: "hello" })).toEqual({
    ...{ phase: "succeeded", values: {}, message: "hello" },
  });
});

describe("a wait", () => {
  it("ends by itself, and says what there is to know", async () => {
    const end = await run("suspend", { duration: "1s", message: "look at the graphs" });
    expect(end).toEqual({ phase: "succeeded", values: {}, message: "look at the graphs" });
  });

  it("ends with its time", async () => {
    expect(await run("suspend", { duration: "1h" }, {}, 1)).toMatchObject({ phase: "failed", reason: "Timeout" });
  });
});
