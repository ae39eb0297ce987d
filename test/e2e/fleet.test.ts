import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { JsonObject } from "../../model/json";
import type { Report } from "../../report/types";
import { PROJECT_ROOT } from "../../tools/paths";
import { run } from "../../tools/process";
import { ClusterClient } from "./support/cluster";
import { application, deploy, only, settings, slow, topology } from "./support/documents";
import { environment, flotilla, startFlotilla } from "./support/flotilla";
import { CONFIG_MAP, DEPLOYMENT, fingerprint } from "./support/objects";
import { succeeded } from "./support/outcome";
import { Stack } from "./support/stack";
import { until } from "./support/until";

const namespace = "split";
const [c1, c2, c3] = (["c1", "c2", "c3"] as const).map((name) => new ClusterClient(name)) as [
  ClusterClient,
  ClusterClient,
  ClusterClient,
];
const SOAK = 4;
const webs = { ...DEPLOYMENT, namespace, name: "web" };

interface Parts {
  /** The step that delivers the ConfigMap `moving`. */
  moving?: string;
  /** Names of the clusters of the last step. */
  last?: string[];
  /** Whether the last step needs no approval. */
  auto?: boolean;
}

/** First c1, then c2 and c3: `web` everywhere, and `moving` in one of them. */
function documents(version: string, { moving = "first", last = ["c3"], auto = true }: Parts = {}) {
  const image = version === "bad" ? "registry.invalid/web:1" : `registry.example/web:${version}`;
  return application({
    namespace,
    components: [slow("web", SOAK, image), settings("moving"), settings("config", { version })],
    policies: [
      topology("one", ["c1"]),
      topology("others", last),
      only("web", "config"),
      only("web", "config", "moving"),
    ],
    steps: [
      deploy("first", "one", moving === "first" ? "only-web-config-moving" : "only-web-config"),
      {
        name: "last",
        type: "deploy",
        properties: { policies: ["others", moving === "last" ? "only-web-config-moving" : "only-web-config"], auto },
      },
    ],
  });
}

describe("a fleet in several stacks", () => {
  let stack: Stack;
  const shard = (cluster: ClusterClient, name: string) => cluster.entry({ labels: { part: name } });
  const configure = (more: JsonObject = {}) =>
    stack.configure({
      clusters: [shard(c1, "a"), shard(c3, "b")],
      shards: { label: "part" },
      timeoutSeconds: 20,
      ...more,
    });
  const pulumi = (...args: string[]) =>
    run(process.execPath, [join(PROJECT_ROOT, "tools/shim/pulumi.cjs"), ...args, "--non-interactive"], {
      cwd: PROJECT_ROOT,
      env: environment(stack),
    });
  const fleet = async (...args: string[]) => {
    const { code, stdout, stderr } = await flotilla(stack, ["fleet", ...args]);
    return { code, output: stdout + stderr, stdout };
  };
  const up = async (...args: string[]) => {
    const outcome = await fleet("up", "--yes", ...args);
    expect(outcome.code, outcome.output).toBe(0);
    return outcome.output;
  };
  const stacks = async () => {
    const { stdout } = await pulumi("stack", "ls", "--json");
    return (JSON.parse(stdout) as { name: string }[]).map(({ name }) => name).sort();
  };
  /** Names of the clusters that a stack has in its state. */
  const clustersOf = async (name: string) => {
    const { stdout } = await pulumi("stack", "export", "--stack", name);
    const { deployment } = JSON.parse(stdout) as { deployment: { resources?: { urn: string; type: string }[] } };
    const own = (deployment.resources ?? []).filter(({ type }) => type === "flotilla:index:Cluster");
    return own.map(({ urn }) => urn.split("::").at(-1)).sort();
  };
  const everywhere = (...clusters: ClusterClient[]) =>
    Promise.all(clusters.map((cluster) => fingerprint(cluster, namespace)));
  const firstLine = (output: string, wanted: RegExp) => output.split("\n").findIndex((line) => wanted.test(line));

  beforeAll(async () => {
    stack = await Stack.create("fleet");
    configure();
  });

  it("shows one report about all shards, and delivers nothing by that", async () => {
    stack.write(documents("1"));
    const { code, stdout, output } = await fleet("diff", "--output", "json", "--exit-code");
    expect(code, output).toBe(2);
    const report = JSON.parse(stdout) as Report;
    expect(report.stack).toBe("e2e");
    expect(report.steps.map(({ step, changes }) => [step, ...changes.map(({ clusters }) => clusters.join())])).toEqual([
      ["first", "c1", "c1", "c1", "c1"],
      ["last", "c3", "c3", "c3"],
    ]);
    expect(report.clusters.map(({ name, state }) => [name, state])).toEqual([
      ["c1", "joins"],
      ["c3", "joins"],
    ]);
    expect(await c1.namespace(namespace)).toBeUndefined();
  });

  it("begins a step in one stack when the step before is healthy in the other one", async () => {
    await up();
    expect([await clustersOf("e2e-a"), await clustersOf("e2e-b"), await clustersOf("e2e")]).toEqual([
      ["c1"],
      ["c3"],
      [],
    ]);
    for (const name of ["e2e-a", "e2e-b"]) {
      const { stdout } = await pulumi("stack", "export", "--stack", name);
      expect(stdout).toContain('"kubeconfig"');
      expect(stdout).not.toMatch(/client-key-data|certificate-authority-data/);
    }
    const before = await c1.expect({ ...DEPLOYMENT, namespace, name: "web" });
    const available = before.status?.conditions?.find(({ type }) => type === "Available");
    const next = await c3.expect({ ...DEPLOYMENT, namespace, name: "web" });
    const [ready, began] = [available?.lastTransitionTime ?? "", next.metadata.creationTimestamp].map(Date.parse);
    expect(began).toBeGreaterThanOrEqual(ready ?? Number.NaN);
  });

  it("lists its shards, and shows what runs in all of them", async () => {
    const { stdout } = await fleet("list", "--output", "json");
    const shards = JSON.parse(stdout) as { shard: string; stack: string; clusters: string[] }[];
    expect(shards.map(({ shard, stack, clusters }) => [shard, stack, ...clusters])).toEqual([
      ["a", "e2e-a", "c1"],
      ["b", "e2e-b", "c3"],
    ]);
    const status = await flotilla(stack, ["status", "--output", "json"]);
    const [one] = JSON.parse(status.stdout) as { clusters: { cluster: string }[] }[];
    expect(JSON.stringify(one)).toContain('"c1"');
    expect(JSON.stringify(one)).toContain('"c3"');
  });

  it("starts no engine for shards in which nothing changes", async () => {
    expect(await up()).not.toContain("== Round");
    const { code, output } = await fleet("diff", "--exit-code");
    expect(code, output).toBe(0);
  });

  it("refuses every other way to run its stacks, and nothing changes by that", async () => {
    const before = await everywhere(c1, c3);
    const config = ["--config-file", stack.file("config.yaml")];
    const runs = [
      await pulumi("up", "--yes", "--skip-preview", "--stack", "e2e-a", ...config),
      await pulumi("up", "--yes", "--skip-preview", "--stack", "e2e-b", "--config-file", stack.file("none.yaml")),
      await pulumi("up", "--yes", "--skip-preview", "--stack", "e2e", ...config),
      await flotilla(stack, ["up", "--yes", "--skip-preview"]),
    ];
    const told = [/"e2e-a" is shard a of the fleet "e2e"/, /"e2e-b" is shard b of the fleet "e2e"/, /split/, /split/];
    for (const [index, { code, stdout, stderr }] of runs.entries()) {
      expect(code, stdout + stderr).not.toBe(0);
      expect(stdout + stderr).toMatch(told[index] ?? "");
    }
    expect(await everywhere(c1, c3)).toEqual(before);
  });

  it("starts no later step anywhere when a step fails in one shard, and goes on from there", async () => {
    const before = await everywhere(c3);
    stack.write(documents("bad"));
    const { code, output } = await fleet("up", "--yes");
    expect(code, output).toBe(1);
    expect(output).toContain("error: failed: shard a; no later step was started");
    expect(await everywhere(c3)).toEqual(before);
    stack.write(documents("1"));
    expect(await up()).not.toContain("e2e-b: ");
  });

  it("keeps what is wanted no longer until everything else is delivered everywhere", async () => {
    stack.write(documents("2", { moving: "last" }));
    const output = await up();
    const created = firstLine(output, /^e2e-b: .*ConfigMap.*c3\/split\/ConfigMap\/moving.*created/);
    const deleted = firstLine(output, /^e2e-a: .*ConfigMap.*c1\/split\/ConfigMap\/moving.*deleted/);
    expect(created, output).toBeGreaterThan(-1);
    expect(deleted, output).toBeGreaterThan(created);
    expect(await c1.get({ ...CONFIG_MAP, namespace, name: "moving" })).toBeUndefined();
  });

  it("takes a further cluster, and moves no other one, whatever the rule is by then", async () => {
    stack.write(documents("2", { moving: "last", last: ["c2", "c3"] }));
    configure({ clusters: [shard(c1, "z"), shard(c3, "b"), shard(c2, "b")] });
    const before = await everywhere(c1, c3);
    expect(await up()).toContain('cluster "c1" stays in shard "a", though its label "part" is "z" now');
    configure({ clusters: [shard(c1, "z"), shard(c3, "b"), shard(c2, "b")], shards: { count: 7 } });
    await up();
    expect([await clustersOf("e2e-a"), await clustersOf("e2e-b")]).toEqual([["c1"], ["c2", "c3"]]);
    expect(await everywhere(c1, c3)).toEqual(before);
    expect(await stacks()).toEqual(["e2e", "e2e-a", "e2e-b"]);
  });

  it("holds a step in all shards until it is approved once", async () => {
    const version = (digest: string) => documents(digest, { moving: "last", last: ["c2", "c3"], auto: false });
    const before = await everywhere(c2, c3);
    stack.write(version("3"));
    expect(await up()).toContain('step "last" of split/app waits for the approval');
    expect(await everywhere(c2, c3)).toEqual(before);
    const { code, stderr } = await flotilla(stack, ["workflow", "resume", "split/app", "last"]);
    expect(code, stderr).toBe(0);
    await up();
    for (const cluster of [c1, c2, c3]) {
      const { data } = await cluster.expect({ ...CONFIG_MAP, namespace, name: "config" });
      expect(data?.version).toBe("3");
    }
  });

  it("ends on Ctrl-C without leaving a lock, and sets back in the next run what was being changed", async () => {
    stack.write(documents("bad", { moving: "last", last: ["c2", "c3"] }));
    configure({ clusters: [shard(c1, "z"), shard(c3, "b"), shard(c2, "b")], timeoutSeconds: 600 });
    const running = startFlotilla(stack, ["fleet", "up", "--yes"]);
    await running.printed(/Deployment c1\/split\/Deployment\/web updating/);
    expect(await running.interrupt(), running.output).toBe(130);
    await isSetBack();
  });

  it("sets back what a run was changing that was killed", async () => {
    stack.write(documents("bad", { moving: "last", last: ["c2", "c3"] }));
    const running = startFlotilla(stack, ["fleet", "up", "--yes"]);
    await running.printed(/Deployment c1\/split\/Deployment\/web updating/);
    await until("the update", async () => (JSON.stringify(await c1.get(webs)).includes("invalid") ? true : undefined));
    await running.kill();
    const { code, stderr } = await pulumi("cancel", "--yes", "--stack", "e2e-a");
    expect(code, stderr).toBe(0);
    await isSetBack();
  });

  /** Delivers what was there before anything was changed. */
  async function isSetBack(): Promise<void> {
    stack.write(documents("3", { moving: "last", last: ["c2", "c3"] }));
    await up();
    expect(JSON.stringify((await c1.expect(webs)).spec)).not.toContain("invalid");
    expect(await up()).toContain("Nothing changes.");
  }

  it("refuses shards that do not fit into memory, and says how many would", async () => {
    const { code, output } = await fleet("up", "--yes", "--memory", "380MB");
    expect(code).toBe(1);
    expect(output).toContain("shard b with 2 clusters takes 400 MB of memory, and there is 380 MB");
    expect(output).toContain("1 clusters fit into a shard, so all 3 fit into 3 shards");
  });

  it("leaves nothing behind when it is destroyed", async () => {
    const { code, output } = await fleet("destroy", "--yes");
    expect(code, output).toBe(0);
    for (const cluster of [c1, c2, c3]) expect(await fingerprint(cluster, namespace)).toEqual({});
    expect(await stacks()).toEqual(["e2e"]);
    expect(await clustersOf("e2e")).toEqual([]);
  });
});

describe("a fleet that one stack delivers already", () => {
  const own = "from-one";
  const clusters = [c1.entry(), c3.entry()];

  it("is refused until that stack has forgotten it, and then goes on as it is", async () => {
    const stack = await Stack.create("fleet-from-one");
    stack.configure({ clusters }).write(
      application({
        namespace: own,
        components: [settings("config")],
        policies: [topology("all", ["c1", "c3"])],
      }),
    );
    await succeeded(stack.up());
    const before = await Promise.all([c1, c3].map((cluster) => fingerprint(cluster, own)));
    stack.configure({ clusters, shards: { count: 2 } });
    const refused = await flotilla(stack, ["fleet", "up", "--yes"]);
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining("delivers something itself")]);
    const { code: forgotten, stderr: why } = await stack.command("state", "delete", "--all", "--yes");
    expect(forgotten, why).toBe(0);
    const { code, stdout, stderr } = await flotilla(stack, ["fleet", "up", "--yes"]);
    expect(code, stdout + stderr).toBe(0);
    expect(await Promise.all([c1, c3].map((cluster) => fingerprint(cluster, own)))).toEqual(before);
    expect((await flotilla(stack, ["fleet", "destroy", "--yes"])).code).toBe(0);
    expect(await fingerprint(c1, own)).toEqual({});
  });
});
