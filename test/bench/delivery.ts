import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { parseDocuments } from "../../model/documents";
import type { Json } from "../../model/json";
import { clusterOf } from "../../plan/deliver";
import { planApplication } from "../../plan/plan";
import { type RunningCluster, startClusters } from "../../tools/clusters";
import { type Engine, ensureEngine } from "../../tools/engine";
import { PROJECT_ROOT } from "../../tools/paths";
import { say } from "../../tools/progress";
import { application, type Entry, topology, web } from "../e2e/support/documents";
import { cluster, registry } from "../support/plan";
import type { Batch } from "./loop";
import { type Cost, measure, typical } from "./support/measure";
import { ratio } from "./support/median";
import { Stack } from "./support/stack";
import type { Scenario, Table } from "./support/table";
import { withWorkspace } from "./support/workspace";

const OPERATIONS = ["preview", "first up", "up without change", "up of a new image"] as const;
type Operation = (typeof OPERATIONS)[number];

/** What flotilla and the loop took for one operation. */
interface Sample {
  operation: Operation;
  flotilla: Cost;
  loop: Cost;
}

/** Small components in two ordered steps, by flotilla and by a hand-written loop, one right after the other. */
export const delivery: Scenario = ({ clusters, components, runs }) =>
  withWorkspace(async (dir) => {
    const engine = await ensureEngine();
    const names = Array.from({ length: Math.max(...clusters) }, (_, index) => `bench-${index + 1}`);
    say(`starting ${names.length} local clusters`);
    const fleet = await startClusters(names.map((name) => ({ name, dir })));
    await runLoop(dir, "warm-up", []);
    const tables: Table[] = [];
    for (const count of clusters) {
      say(`delivering to ${count} clusters`);
      const rounds: Round[] = [];
      for (let run = 0; run < runs; run += 1) {
        rounds.push(await new Delivery(engine, dir, fleet.slice(0, count), components, `${count}-${run}`).round());
      }
      tables.push(tableOf(count, components, rounds));
    }
    return tables;
  });

/** All operations once, and what they left in the state. */
interface Round {
  samples: Sample[];
  state: { resources: number; bytes: number };
}

/** Everything in namespaces, a stack and files of its own. */
class Delivery {
  constructor(
    private readonly engine: Engine,
    private readonly dir: string,
    private readonly clusters: readonly RunningCluster[],
    private readonly components: number,
    private readonly id: string,
  ) {}

  async round(): Promise<Round> {
    const entries = this.clusters.map(({ name, kubeconfig }) => ({ name, kubeconfigFile: kubeconfig }));
    const stack = await new Stack(this.engine, this.dir, this.id).create(this.#document("flotilla", "1"), entries);
    const samples: Sample[] = [];
    const add = async (operation: Operation, flotilla: () => Promise<Cost>, version: string, ...options: string[]) => {
      const loop = () => runLoop(this.dir, this.id, this.#batches(version), ...options);
      samples.push({ operation, flotilla: await flotilla(), loop: await loop() });
    };
    await add("preview", () => stack.preview(), "1", "--dry-run");
    await add("first up", () => stack.up(), "1");
    await add("up without change", () => stack.up(), "1");
    stack.write(this.#document("flotilla", "2"));
    await add("up of a new image", () => stack.up(), "2");
    return { samples, state: stack.state() };
  }

  /** A web service, first in a third of the clusters, then in the rest. */
  #document(who: string, version: string): Json {
    const names = this.clusters.map(({ name }) => name);
    const third = Math.ceil(names.length / 3);
    return application({
      namespace: `${who}-${this.id}`,
      components: Array.from({ length: this.components }, (_, index) => component(index + 1, version)),
      policies: [topology("first", names.slice(0, third)), topology("rest", names.slice(third))],
    });
  }

  /** The objects that flotilla would deliver, by step and cluster, each after its namespace. */
  #batches(version: string): Batch[][] {
    const text = stringify(this.#document("loop", version));
    const { documents } = parseDocuments([{ file: "app.yaml", text }]);
    const fleet = registry(...this.clusters.map(({ name }) => cluster(name)));
    const steps = documents.applications.flatMap((one) => planApplication(one, documents, fleet).steps);
    const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: `loop-${this.id}` } };
    return steps.map((step) => {
      const objects = step.deliveries.flatMap((one) => one.objects);
      return this.clusters.flatMap(({ name, kubeconfig }) => {
        const own = objects.filter((object) => clusterOf(object) === name);
        return own.length === 0 ? [] : [{ kubeconfigFile: kubeconfig, objects: [namespace, ...own] }];
      });
    });
  }
}

/** A Deployment, a Service and a ConfigMap. */
function component(index: number, version: string): Entry {
  const name = `web-${index}`;
  return {
    ...web(name, { image: `registry.example/web:${version}`, ports: [{ port: 80, expose: true }] }),
    traits: [
      {
        type: "storage",
        properties: { configMap: [{ name: `${name}-settings`, mountPath: "/etc/web", data: { level: "info" } }] },
      },
    ],
  };
}

/** Runs the hand-written loop as a program of its own. The first run in a workspace also compiles it. */
async function runLoop(dir: string, id: string, steps: Batch[][], ...options: string[]): Promise<Cost> {
  const file = join(dir, "stacks", `${id}-loop.json`);
  writeFileSync(file, JSON.stringify(steps));
  const args = ["--import", "tsx", join(__dirname, "loop.ts"), file, ...options];
  return measure(process.execPath, args, { ...process.env, TMPDIR: join(dir, "tmp") }, PROJECT_ROOT);
}

function tableOf(clusters: number, components: number, rounds: readonly Round[]): Table {
  const { resources = 0, bytes = 0 } = rounds.at(-1)?.state ?? {};
  const rows = OPERATIONS.map((operation) => {
    const samples = rounds.flatMap((round) => round.samples.filter((sample) => sample.operation === operation));
    const flotilla = typical(samples.map((sample) => sample.flotilla));
    const loop = typical(samples.map((sample) => sample.loop));
    return {
      operation,
      ...{ "flotilla s": flotilla.seconds, "loop s": loop.seconds, "flotilla / loop": flotilla.seconds / loop.seconds },
      ...{
        "flotilla cpu s": flotilla.cpu,
        "loop cpu s": loop.cpu,
        "cpu, flotilla / loop": ratio(flotilla.cpu, loop.cpu),
      },
      ...{ "flotilla peak MB": flotilla.megabytes, "loop peak MB": loop.megabytes },
    };
  });
  return {
    title: `${clusters} clusters, ${components} components in two steps: ${resources} resources, a state of ${bytes} bytes`,
    rows,
  };
}
