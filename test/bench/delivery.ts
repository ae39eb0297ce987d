import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startClusters } from "../../tools/clusters";
import { ensureControlPlane } from "../../tools/controlplane";
import { type Engine, ensureEngine } from "../../tools/engine";
import { PROJECT_ROOT } from "../../tools/paths";
import { say } from "../../tools/progress";
import type { Batch } from "./loop";
import { batches, document, type Member, members } from "./support/fleet";
import { Kubectl } from "./support/kubectl";
import { type Cost, measure, typical } from "./support/measure";
import { ratio } from "./support/median";
import { Stack } from "./support/stack";
import type { Scenario, Table } from "./support/table";
import { withWorkspace } from "./support/workspace";

const OPERATIONS = [
  "preview",
  "first up",
  "up without change",
  "the same, by the engine",
  "up of a new image",
] as const;
const BY_ENGINE = "the same, by the engine";
type Operation = (typeof OPERATIONS)[number];

/** What one operation took: flotilla, a hand-written loop, and a script with `kubectl`. */
interface Sample {
  operation: Operation;
  flotilla: Cost;
  loop: Cost;
  kubectl: Cost;
}

/** Small components in two ordered steps, by flotilla, by a hand-written loop and by `kubectl`, one right after the other. */
export const delivery: Scenario = ({ clusters, components, runs, servers }) =>
  withWorkspace(async (dir) => {
    const engine = await ensureEngine();
    const { kubectl } = await ensureControlPlane();
    const count = Math.min(servers, Math.max(...clusters));
    say(`starting ${count} local clusters`);
    const real = await startClusters(
      Array.from({ length: count }, (_, index) => ({ name: `bench-${index + 1}`, dir })),
    );
    await runLoop(dir, "warm-up", []);
    const tables: Table[] = [];
    for (const size of clusters) {
      say(`delivering to ${size} clusters`);
      const rounds: Round[] = [];
      for (let run = 0; run < runs; run += 1) {
        const fleet = members(size, real);
        rounds.push(await new Delivery({ engine, kubectl, dir }, fleet, components, `${size}-${run}`).round());
      }
      tables.push(tableOf({ clusters: size, servers: Math.min(size, count), components }, rounds));
    }
    return tables;
  });

/** All operations once, and what they left in the state. */
interface Round {
  samples: Sample[];
  state: { resources: number; bytes: number };
}

interface Means {
  engine: Engine;
  /** Path of `kubectl`. */
  kubectl: string;
  /** The workspace. */
  dir: string;
}

/** Everything in namespaces, a stack and files of its own. */
class Delivery {
  readonly #kubectl: Kubectl;

  constructor(
    private readonly means: Means,
    private readonly members: readonly Member[],
    private readonly components: number,
    private readonly id: string,
  ) {
    const dir = join(means.dir, "stacks", `${id}-kubectl`);
    mkdirSync(dir, { recursive: true });
    this.#kubectl = new Kubectl(means.kubectl, dir);
  }

  async round(): Promise<Round> {
    const { engine, dir } = this.means;
    const stack = await new Stack(engine, dir, this.id).create(document(this.#content("flotilla", "1")), [
      ...this.members.map((member) => ({ ...member })),
    ]);
    const samples: Sample[] = [];
    const add = async (operation: Operation, version: string) => {
      const looks = operation === "preview";
      stack.write(document(this.#content("flotilla", version)));
      const flotilla = await (looks ? stack.preview() : stack.up(...(operation === BY_ENGINE ? ["--engine"] : [])));
      const loop = await runLoop(dir, this.id, this.#batches("loop", version), ...(looks ? ["--dry-run"] : []));
      const steps = this.#batches("kubectl", version);
      const compares = looks || operation === "up without change" || operation === BY_ENGINE;
      const kubectl = await (compares ? this.#kubectl.diff(steps) : this.#kubectl.apply(steps));
      samples.push({ operation, flotilla, loop, kubectl });
    };
    await add("preview", "1");
    await add("first up", "1");
    await add("up without change", "1");
    await add(BY_ENGINE, "1");
    await add("up of a new image", "2");
    return { samples, state: stack.state() };
  }

  #content(who: string, version: string) {
    return { members: this.members, components: this.components, prefix: `${who}-${this.id}`, version };
  }

  #batches(who: string, version: string): Batch[][] {
    return batches(this.#content(who, version), this.members);
  }
}

/** Runs the hand-written loop as a program of its own. The first run in a workspace also compiles it. */
async function runLoop(dir: string, id: string, steps: Batch[][], ...options: string[]): Promise<Cost> {
  const file = join(dir, "stacks", `${id}-loop.json`);
  writeFileSync(file, JSON.stringify(steps));
  const args = ["--import", "tsx", join(__dirname, "loop.ts"), file, ...options];
  return measure(process.execPath, args, { ...process.env, TMPDIR: join(dir, "tmp") }, PROJECT_ROOT);
}

function tableOf(
  { clusters, servers, components }: { clusters: number; servers: number; components: number },
  rounds: readonly Round[],
): Table {
  const { resources = 0, bytes = 0 } = rounds.at(-1)?.state ?? {};
  const rows = OPERATIONS.map((operation) => {
    const samples = rounds.flatMap((round) => round.samples.filter((sample) => sample.operation === operation));
    const [flotilla, loop, kubectl] = (["flotilla", "loop", "kubectl"] as const).map((who) =>
      typical(samples.map((sample) => sample[who])),
    ) as [Cost, Cost, Cost];
    return {
      operation,
      "flotilla s": flotilla.seconds,
      "/ loop": flotilla.seconds / loop.seconds,
      "/ kubectl": flotilla.seconds / kubectl.seconds,
      "flotilla cpu s": flotilla.cpu,
      "cpu / loop": ratio(flotilla.cpu, loop.cpu),
      "cpu / kubectl": ratio(flotilla.cpu, kubectl.cpu),
      "flotilla MB": flotilla.megabytes,
      "loop MB": loop.megabytes,
      "kubectl MB": kubectl.megabytes,
    };
  });
  const shared = servers < clusters ? ` on ${servers} API servers` : "";
  return {
    title: `${clusters} clusters${shared}, ${components} components in two steps: ${resources} resources, a state of ${bytes} bytes`,
    rows,
  };
}
