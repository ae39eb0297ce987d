import { describe, expect, it } from "vitest";
import { parseSettings } from "../../components/settings";
import { DEFAULT_KLUSTERLET } from "../../ocm/settings";

const kubeconfig = JSON.stringify({
  apiVersion: "v1",
  kind: "Config",
  clusters: [{ name: "c", cluster: { server: "https://192.0.2.1" } }],
  contexts: [{ name: "c", context: { cluster: "c", user: "u" } }],
  "current-context": "c",
  users: [{ name: "u", user: { token: "PLANTED" } }],
});

const problem = (config: Record<string, string>): string => {
  try {
    parseSettings(config);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return "";
};

describe("settings", () => {
  it("take approvals with and without who gave them and when", () => {
    const approvals = { "default/shop": { prod: { digest: "p1" }, last: { digest: "p2", by: "root", at: "today" } } };
    const { approved } = parseSettings({ "flotilla:approvals": JSON.stringify(approvals) });
    expect(approved).toEqual({ "default/shop": { prod: "p1", last: "p2" } });
  });

  it("take what was given up and when workflows were restarted", () => {
    const terminations = { "default/shop": { prod: { digest: "p1", by: 1000, at: "today" } } };
    const restarts = { "default/shop": { at: "today", by: "root" } };
    const settings = parseSettings({
      "flotilla:terminations": JSON.stringify(terminations),
      "flotilla:restarts": JSON.stringify(restarts),
    });
    expect(settings.terminated).toEqual({ "default/shop": { prod: { digest: "p1", by: "1000", at: "today" } } });
    expect(settings.restarts).toEqual({ "default/shop": "today" });
  });

  it("have defaults for everything", () => {
    expect(parseSettings({})).toEqual({
      application: ["examples/advanced/app.yaml"],
      registry: {
        clusters: [{ name: "local", labels: {}, version: { major: 1, minor: 36 } }],
        allowCrossNamespace: true,
      },
      credentials: [],
      order: "barrier",
      registration: "none",
      hubAPIServer: "",
      klusterlet: DEFAULT_KLUSTERLET,
      delivery: "push",
      clustersFrom: "config",
      allowSecretsInHub: false,
      executor: "",
      replicaSets: "",
      createNamespaces: true,
      health: "workload",
      timeoutSeconds: 600,
      trafficApi: "istio",
      revisionHistory: 10,
      pins: {},
      approved: {},
      terminated: {},
      restarts: {},
      types: "",
      unreachable: "fail",
      checks: undefined,
      warnings: [],
    });
  });

  it("are read from the texts that Pulumi hands over, other namespaces left out", () => {
    const settings = parseSettings({
      "kubernetes:context": "somewhere",
      "flotilla:application": '["a.yaml","b"]',
      "flotilla:clusters": JSON.stringify([{ name: "beijing", labels: { region: "north" }, kubeconfig }]),
      "flotilla:order": "perCluster",
      "flotilla:createNamespaces": "false",
      "flotilla:allowCrossNamespace": "false",
      "flotilla:health": "full",
      "flotilla:timeoutSeconds": "30",
    });
    expect(settings).toMatchObject({
      application: ["a.yaml", "b"],
      registry: { allowCrossNamespace: false },
      credentials: [{ cluster: "beijing", kubeconfig, previousNames: [] }],
      order: "perCluster",
      createNamespaces: false,
      health: "full",
      timeoutSeconds: 30,
    });
    expect(settings.registry.clusters.map(({ name }) => name)).toEqual(["local", "beijing"]);
  });

  it("take one path as well as a list of them", () => {
    expect(parseSettings({ "flotilla:application": "a.yaml" }).application).toEqual(["a.yaml"]);
  });

  it("split a fleet by a count or by a label, and say which of them is wrong", () => {
    const shards = (value: object) => ({ "flotilla:shards": JSON.stringify(value) });
    const read = (value: object) => parseSettings(shards(value)).shards;
    expect([read({ count: 2 }), read({ label: "region" }), read({})]).toEqual([
      { count: 2 },
      { label: "region" },
      undefined,
    ]);
    expect(problem(shards({ count: "abc" }))).toContain('flotilla:shards.count: count is the string "abc", must be a');
    expect(problem(shards({ count: 2, label: "region" }))).toContain(
      "flotilla:shards: shards has either count or label",
    );
    expect(problem(shards({ counts: 2 }))).toContain('unknown field "counts" (did you mean "count"?)');
  });

  it("say everything that is wrong at once, by the names that people type", () => {
    const message = problem({
      "flotilla:ordre": "barrier",
      "flotilla:order": "parallel",
      "flotilla:timeoutSeconds": "0",
      "flotilla:clusters": '[{"name":"a"}]',
    });
    expect(message.split("\n").sort()).toEqual([
      expect.stringMatching(/^error: flotilla:clusters\[0\]: cluster "a" does not say how it is reached/),
      expect.stringMatching(/^error: flotilla:order: .*"barrier".*"perCluster"/),
      expect.stringMatching(/^error: flotilla:ordre: unknown field "ordre" \(did you mean "order"\?\)/),
      expect.stringMatching(/^error: flotilla:timeoutSeconds: /),
    ]);
  });

  it.each([
    ["text", `PLANTED ${kubeconfig}`],
    ["an object", kubeconfig],
    ["a list of texts", JSON.stringify([kubeconfig])],
    ["a cluster with credentials in the wrong place", JSON.stringify([{ name: "a", token: "PLANTED" }])],
  ])("quote nothing secret when clusters is %s", (_, text) => {
    const message = problem({ "flotilla:clusters": text });
    expect(message).toContain("flotilla:clusters");
    expect(message).not.toContain("PLANTED");
  });
});
