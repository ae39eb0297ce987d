import { spawn } from "node:child_process";
import { once } from "node:events";
import { ToolError } from "../../../tools/errors";
import { median } from "./median";
import { KNOWS_PROCESSES, processTree } from "./processes";

/** What a run of a program and of everything that it started took. */
export interface Cost {
  /** By the clock. */
  seconds: number;
  /** CPU time of user and system; undefined where the system does not tell. */
  cpu: number | undefined;
  /** The largest sum of resident memory at one time; pages that processes share count in each. Undefined like `cpu`. */
  megabytes: number | undefined;
}

/** Milliseconds between two looks at the processes; what a process does after the last look does not count. */
const INTERVAL = 25;

/** Runs a program to its end. Throws a `ToolError` with its output when it fails. */
export async function measure(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  cwd: string,
): Promise<Cost> {
  const start = performance.now();
  const child = spawn(program, args, { env, cwd, stdio: ["ignore", "pipe", "pipe"] });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => output.push(text));
  const cpu = new Map<number, number>();
  let peak = 0;
  const look = (): void => {
    const tree = processTree(child.pid ?? 0);
    for (const usage of tree) cpu.set(usage.pid, usage.cpu);
    peak = Math.max(peak, sum(tree.map(({ resident }) => resident)));
  };
  const timer = setInterval(look, INTERVAL);
  const [code] = await once(child, "close").finally(() => clearInterval(timer));
  const seconds = (performance.now() - start) / 1000;
  if (code !== 0) throw new ToolError(`${program} ${args.join(" ")} failed:\n${output.join("")}`);
  const known = KNOWS_PROCESSES ? { cpu: sum(cpu.values()), megabytes: peak / 1e6 } : NOT_KNOWN;
  return { seconds, ...known };
}

const NOT_KNOWN = { cpu: undefined, megabytes: undefined };

/** The median of each number. */
export function typical(costs: readonly Cost[]): Cost {
  return {
    seconds: median(costs.map(({ seconds }) => seconds)) ?? 0,
    cpu: median(costs.map(({ cpu }) => cpu)),
    megabytes: median(costs.map(({ megabytes }) => megabytes)),
  };
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
