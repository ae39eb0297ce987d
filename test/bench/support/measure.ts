import { spawn } from "node:child_process";
import { once } from "node:events";
import { ToolError } from "../../../tools/errors";
import { median } from "./median";
import { childrenCpu, KNOWS_PROCESSES, memoryOf, processTree } from "./processes";

/** What a run of a program and of everything that it started took. */
export interface Cost {
  /** By the clock. */
  seconds: number;
  /** CPU time of user and system; undefined where the system does not tell. */
  cpu: number | undefined;
  /** The most memory at one time; a page that processes share counts once. Undefined like `cpu`. */
  megabytes: number | undefined;
}

/** Milliseconds between two looks at the processes' memory. */
const INTERVAL = 200;

/** Runs a program to its end, while nothing else is measured. Throws a `ToolError` with its output when it fails. */
export async function measure(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  cwd: string,
): Promise<Cost> {
  const start = performance.now();
  const before = KNOWS_PROCESSES ? childrenCpu() : 0;
  const child = spawn(program, args, { env, cwd, stdio: ["ignore", "pipe", "pipe"] });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => output.push(text));
  let peak = 0;
  const look = (): void => {
    const memory = processTree(child.pid ?? 0).reduce((sum, { pid }) => sum + memoryOf(pid), 0);
    peak = Math.max(peak, memory);
  };
  const timer = setInterval(look, INTERVAL);
  const [code] = await once(child, "close").finally(() => clearInterval(timer));
  const seconds = (performance.now() - start) / 1000;
  if (code !== 0) throw new ToolError(`${program} ${args.join(" ")} failed:\n${output.join("")}`);
  const known = KNOWS_PROCESSES ? { cpu: childrenCpu() - before, megabytes: peak / 1e6 } : NOT_KNOWN;
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
