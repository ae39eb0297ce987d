import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { resolveConnections } from "../../components/kubeconfigs";
import type { ClusterCredentials } from "../../model/registry";

const config = (server: string, user: object = { token: "PLANTED" }) =>
  JSON.stringify({
    "current-context": "one",
    contexts: ["one", "two"].map((name) => ({ name, context: { cluster: name, user: "u" } })),
    clusters: ["one", "two"].map((name) => ({ name, cluster: { server: `${server}/${name}` } })),
    users: [{ name: "u", user }],
  });

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "flotilla-"));
  mkdirSync(join(folder, "pki"));
  writeFileSync(join(folder, "pki/client.key"), "key text");
  writeFileSync(join(folder, "relative.kubeconfig"), config("https://file", { "client-key": "pki/client.key" }));
  writeFileSync(join(folder, "broken.kubeconfig"), "token: [PLANTED");
});
afterAll(() => rmSync(folder, { recursive: true }));

const resolved = (credentials: Omit<ClusterCredentials, "cluster" | "previousNames">) =>
  JSON.parse(resolveConnections([{ cluster: "c", previousNames: [], ...credentials }], ["c"])[0]?.kubeconfig ?? "");

const problem = (credentials: Partial<ClusterCredentials>): string => {
  try {
    resolveConnections([{ cluster: "c", previousNames: [], ...credentials }], ["c"]);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return "";
};

describe("connections", () => {
  it("carry the one context they use", () => {
    const kubeconfig = resolved({ kubeconfig: config("https://text"), context: "two" });
    expect(kubeconfig["current-context"]).toBe("two");
    expect(kubeconfig.clusters).toEqual([{ name: "two", cluster: { server: "https://text/two" } }]);
  });

  it("carry the content of the files that a kubeconfig names, from where it lies", () => {
    const kubeconfig = resolved({ kubeconfigFile: join(folder, "relative.kubeconfig") });
    expect(kubeconfig.users).toEqual([
      { name: "u", user: { "client-key-data": Buffer.from("key text").toString("base64") } },
    ]);
  });

  it("come from the first of the user's own kubeconfigs that has the context", () => {
    const other = join(folder, "other.kubeconfig");
    writeFileSync(other, config("https://other").replaceAll('"two"', '"three"'));
    vi.stubEnv("KUBECONFIG", `${join(folder, "relative.kubeconfig")}${delimiter}${other}`);
    expect(resolved({ context: "three" }).clusters[0].cluster.server).toBe("https://other/two");
    vi.unstubAllEnvs();
  });

  it("are only looked for where something is delivered to", () => {
    expect(resolveConnections([{ cluster: "idle", kubeconfigFile: "/nowhere", previousNames: [] }], [])).toEqual([]);
  });

  it("keep earlier names", () => {
    const credentials = { cluster: "c", kubeconfig: config("https://text"), previousNames: ["a", "b"] };
    expect(resolveConnections([credentials], ["c"])[0]).toMatchObject({
      name: "c",
      previousNames: ["a", "b"],
      identity: "a",
      server: "https://text/one",
    });
  });
});

describe("connections that cannot be made", () => {
  it("say what to configure for a cluster that nobody configured", () => {
    expect(problem({ cluster: "other" })).toBe(
      'error: flotilla:clusters: something is delivered to cluster "c", but nothing says how it is reached ' +
        "(pulumi config set --path 'flotilla:clusters[1].name' c && " +
        "pulumi config set --path 'flotilla:clusters[1].kubeconfigFile' <path>)",
    );
  });

  it("name the cluster, the key and the file", () => {
    expect(problem({ kubeconfigFile: "/nowhere/x" })).toBe(
      'error: flotilla:clusters[0].kubeconfigFile: cluster "c": there is no file /nowhere/x',
    );
  });

  it("name a folder that stands where a file should", () => {
    expect(problem({ kubeconfigFile: folder })).toContain(`cluster "c": ${folder} cannot be read (EISDIR)`);
    const kubeconfig = config("https://text", { "client-key": folder });
    expect(problem({ kubeconfig })).toContain(`cluster "c": ${folder} cannot be read (EISDIR)`);
  });

  it("are no other cluster's where nothing says how one is reached", () => {
    vi.stubEnv("KUBECONFIG", join(folder, "relative.kubeconfig"));
    expect(problem({})).toContain('cluster "c": nothing says how it is reached');
    vi.unstubAllEnvs();
  });

  it("name the context that is not there", () => {
    vi.stubEnv("KUBECONFIG", join(folder, "relative.kubeconfig"));
    expect(problem({ context: "tow" })).toMatch(
      /^error: flotilla:clusters\[0\]\.context: cluster "c": .*"tow" \(its contexts are one, two\)/,
    );
    vi.unstubAllEnvs();
  });

  it("name the key file that a kubeconfig refers to and that is not there", () => {
    const kubeconfig = config("https://text", { "client-key": "/nowhere/client.key" });
    expect(problem({ kubeconfig })).toMatch(
      /clusters\[0\]\.kubeconfig: cluster "c": there is no file \/nowhere\/client\.key/,
    );
  });

  it("quote nothing of a kubeconfig", () => {
    expect(problem({ kubeconfigFile: join(folder, "broken.kubeconfig") })).toMatch(/not well-formed YAML/);
    expect(problem({ kubeconfigFile: join(folder, "broken.kubeconfig") })).not.toContain("PLANTED");
  });
});
