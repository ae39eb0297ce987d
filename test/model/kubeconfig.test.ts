import { describe, expect, it, vi } from "vitest";
import { checkKubeconfig, contextOnly } from "../../model/kubeconfig";
import { readYaml } from "../../model/yaml/read";

vi.mock("../../model/yaml/read", { spy: true });

const SECRET = "S3CRET";

const KUBECONFIG = `apiVersion: v1
kind: Config
current-context: prod
contexts:
  - {name: prod, context: {cluster: prod-cluster, user: admin, namespace: shop}}
  - {name: test, context: {cluster: test-cluster, user: tester}}
  - {name: no-cluster, context: {cluster: gone, user: admin}}
  - {name: no-user, context: {cluster: prod-cluster}}
  - {name: no-server, context: {cluster: empty, user: admin}}
clusters:
  - {name: prod-cluster, cluster: {server: "https://prod:6443", certificate-authority: pki/ca.crt}}
  - {name: test-cluster, cluster: {server: "https://test:6443", certificate-authority-data: QQ==}}
  - {name: empty, cluster: {}}
users:
  - {name: admin, user: {client-certificate: /abs/admin.crt, client-key: admin.key, password: "0644"}}
  - {name: tester, user: {token: ${SECRET}}}
`;

describe("checkKubeconfig", () => {
  it("finds the server of the current or the named context", () => {
    expect(checkKubeconfig(KUBECONFIG)).toEqual({ ok: true, context: "prod", server: "https://prod:6443" });
    expect(checkKubeconfig(`y: 1\n${KUBECONFIG}`).ok).toBe(true);
    expect(checkKubeconfig(KUBECONFIG, "test")).toEqual({ ok: true, context: "test", server: "https://test:6443" });
  });

  it.each([
    ["", undefined, "the kubeconfig is empty", undefined],
    [" \n\t", undefined, "the kubeconfig is empty", undefined],
    [`a: "${SECRET}`, undefined, "the kubeconfig is not well-formed YAML, see its line 1", undefined],
    [
      `users: []\n${SECRET}: 1\n${SECRET}: 2`,
      undefined,
      "the kubeconfig is not well-formed YAML, see its line 3",
      undefined,
    ],
    [SECRET, undefined, "the kubeconfig is not a single YAML object", undefined],
    ["a: 1\n---\nb: 2", undefined, "the kubeconfig is not a single YAML object", undefined],
    ["# only a comment", undefined, "the kubeconfig is not a single YAML object", undefined],
    ["clusters: []", undefined, "the kubeconfig has no current context", "name a context: it has no contexts"],
    ["contexts: [{name: a}]", undefined, "the kubeconfig has no current context", "name a context: its contexts are a"],
    [
      KUBECONFIG,
      "tset",
      'the kubeconfig has no context "tset"',
      'did you mean "test"? its contexts are prod, test, no-cluster, no-user, no-server',
    ],
    ["contexts: 5", "a", 'the kubeconfig has no context "a"', "it has no contexts"],
    [
      KUBECONFIG,
      "no-cluster",
      'context "no-cluster" of the kubeconfig refers to cluster "gone", which it does not have',
      undefined,
    ],
    [KUBECONFIG, "no-user", 'context "no-user" of the kubeconfig refers to no user', undefined],
    [KUBECONFIG, "no-server", 'cluster "empty" of the kubeconfig has no server', undefined],
  ])("%j with context %s: %s", (text, context, problem, hint) => {
    expect(checkKubeconfig(text, context)).toEqual({ ok: false, problem, ...(hint === undefined ? {} : { hint }) });
    expect(() => contextOnly(text, context)).toThrow(problem);
  });
});

describe("contextOnly", () => {
  it("keeps one context with its cluster and user, and nothing else", () => {
    expect(JSON.parse(contextOnly(KUBECONFIG, "test"))).toEqual({
      apiVersion: "v1",
      kind: "Config",
      "current-context": "test",
      contexts: [{ name: "test", context: { cluster: "test-cluster", user: "tester" } }],
      clusters: [
        { name: "test-cluster", cluster: { server: "https://test:6443", "certificate-authority-data": "QQ==" } },
      ],
      users: [{ name: "tester", user: { token: SECRET } }],
    });
    expect(contextOnly(KUBECONFIG)).not.toContain(SECRET);
  });

  it("stays usable, and the same when it is done again", () => {
    const once = contextOnly(KUBECONFIG);
    expect(checkKubeconfig(once)).toEqual(checkKubeconfig(KUBECONFIG));
    expect(contextOnly(once)).toBe(once);
  });

  it("makes names of files absolute when it knows what they are relative to", () => {
    const { clusters, users } = JSON.parse(contextOnly(KUBECONFIG, "prod", "/home/me/.kube"));
    expect(clusters[0].cluster["certificate-authority"]).toBe("/home/me/.kube/pki/ca.crt");
    expect(users[0].user).toEqual({
      "client-certificate": "/abs/admin.crt",
      "client-key": "/home/me/.kube/admin.key",
      password: "0644",
    });
  });

  it("reads a text once, however many of its contexts are used", () => {
    vi.mocked(readYaml).mockClear();
    const text = `${KUBECONFIG}extensions: []\n`;
    for (const context of ["prod", "test", "gone"]) checkKubeconfig(text, context);
    expect(contextOnly(text, "test")).toBe(contextOnly(KUBECONFIG, "test"));
    expect(checkKubeconfig(text, "prod")).toEqual(checkKubeconfig(KUBECONFIG, "prod"));
    expect(readYaml).toHaveBeenCalledTimes(1);
  });
});
