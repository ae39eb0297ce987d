import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";

/** One process as the kernel sees it. */
export interface Usage {
  pid: number;
  parent: number;
  /** CPU time so far, of user and system, in seconds. */
  cpu: number;
  /** Memory that is resident, shared pages included, in bytes. */
  resident: number;
}

/** Whether this system tells about processes in the way that is read here. */
export const KNOWS_PROCESSES = existsSync("/proc/self/stat");

/** What Linux counts CPU time in, for user space. */
const TICKS_PER_SECOND = 100;
const PAGE = KNOWS_PROCESSES ? Number(execFileSync("getconf", ["PAGESIZE"], { encoding: "utf8" })) : 0;

/** A process and everything that it has started, directly or not, as far as it runs. */
export function processTree(root: number): Usage[] {
  const all = KNOWS_PROCESSES ? readdirSync("/proc").filter((name) => /^\d+$/.test(name)) : [];
  const usages = all.flatMap((pid) => usageOf(pid) ?? []);
  const tree = usages.filter(({ pid }) => pid === root);
  for (const { pid } of tree) tree.push(...usages.filter(({ parent }) => parent === pid));
  return tree;
}

/** Undefined when the process has ended. */
function usageOf(pid: string): Usage | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is the program's name in parentheses and may hold anything; the state follows it.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const field = (number: number): number => Number(fields[number - 3]);
    const cpu = (field(14) + field(15)) / TICKS_PER_SECOND;
    return { pid: Number(pid), parent: field(4), cpu, resident: field(24) * PAGE };
  } catch {
    return undefined;
  }
}
