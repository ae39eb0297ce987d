import type { RequestOptions } from "node:https";
import { KubeConfig } from "@kubernetes/client-node";
import { describe, expect, it } from "vitest";
import { plainAccess } from "../../components/plain-access";

const base64 = (text: string) => Buffer.from(text).toString("base64");
const SERVER = { server: "https://api.example:6443/prefix/" };
const CA = { "certificate-authority-data": base64("authority") };
const CERTIFICATE = { "client-certificate-data": base64("certificate"), "client-key-data": base64("key") };

const kubeconfig = (cluster: object, user: object) =>
  JSON.stringify({
    "current-context": "one",
    contexts: [{ name: "one", context: { cluster: "one", user: "one" } }],
    clusters: [{ name: "one", cluster }],
    users: [{ name: "one", user }],
  });

/** What the client library makes of it. */
async function libraryOf(text: string): Promise<RequestOptions> {
  const config = new KubeConfig();
  config.loadFromString(text);
  const options: RequestOptions = {};
  await config.applyToHTTPSOptions(options);
  return options;
}

describe("a kubeconfig of certificates or a token", () => {
  it.each([
    ["certificates", { ...SERVER, ...CA }, CERTIFICATE],
    ["a token", { ...SERVER, ...CA }, { token: "abc" }],
    [
      "both, and another name of the server",
      { ...SERVER, ...CA, "tls-server-name": "x" },
      { ...CERTIFICATE, token: "abc" },
    ],
    ["a server that is not checked", { ...SERVER, "insecure-skip-tls-verify": true }, { token: "abc" }],
    ["a server that is checked", { ...SERVER, "insecure-skip-tls-verify": false }, { token: "abc" }],
    ["nothing", SERVER, {}],
  ])("is read as the client library reads it: %s", async (_, cluster, user) => {
    const text = kubeconfig(cluster, user);
    const { agent: _agent, headers, ca, cert, key, rejectUnauthorized, servername } = await libraryOf(text);
    const library = { headers, ca, cert, key, rejectUnauthorized, servername };
    const plain = plainAccess(text);
    expect({ ...library, hostname: "api.example", port: "6443", path: "/prefix" }).toEqual(plain);
  });

  it("may name a command that gives the credentials", () => {
    const exec = { apiVersion: "client.authentication.k8s.io/v1", command: "aws", args: ["eks", "get-token"] };
    expect(plainAccess(kubeconfig(SERVER, { exec }))).toMatchObject({ exec, headers: {} });
  });

  it.each([
    ["a command that is none", SERVER, { exec: "aws" }],
    ["a provider of credentials", SERVER, { "auth-provider": { name: "oidc" } }],
    ["a file with a token", SERVER, { tokenFile: "/token" }],
    ["a password", SERVER, { username: "ann", password: "secret" }],
    ["somebody to act as", SERVER, { token: "abc", as: "ann" }],
    ["a file with a certificate", SERVER, { "client-certificate": "/file" }],
    ["a proxy", { ...SERVER, "proxy-url": "http://proxy" }, { token: "abc" }],
  ])("has nothing else in it: %s is left to the client library", (_, cluster, user) => {
    expect(plainAccess(kubeconfig(cluster, user))).toBeUndefined();
  });

  it("is JSON with one cluster and one user", () => {
    const entry = { name: "one", cluster: SERVER };
    expect(plainAccess("clusters: []")).toBeUndefined();
    expect(plainAccess("[]")).toBeUndefined();
    expect(
      plainAccess(JSON.stringify({ clusters: [entry, entry], users: [{ name: "one", user: {} }] })),
    ).toBeUndefined();
    expect(plainAccess(JSON.stringify({ clusters: [entry] }))).toBeUndefined();
  });
});
