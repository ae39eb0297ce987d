import { existsSync, readdirSync, readFileSync } from "node:fs";

/** One process as the kernel sees it. */
export interface Usage {
  pid: number;
  parent: number;
}

/** Whether this system tells about processes in the way that is read here. */
export const KNOWS_PROCESSES = existsSync("/proc/self/stat");

/** What Linux counts CPU time in, for user space. */
const TICKS_PER_SECOND = 100;

/** A process and everything that it has started, directly or not, as far as it runs. */
export function processTree(root: number): Usage[] {
  const all = KNOWS_PROCESSES ? readdirSync("/proc").filter((name) => /^\d+$/.test(name)) : [];
  const usages = all.flatMap((pid) => usageOf(pid) ?? []);
  const tree = usages.filter(({ pid }) => pid === root);
  for (const { pid } of tree) tree.push(...usages.filter(({ parent }) => parent === pid));
  return tree;
}

/** CPU time, of user and system, in seconds, of everything that this process has started and that has ended. */
export function childrenCpu(): number {
  const [user = "0", system = "0"] = fieldsOf("self").slice(CHILDREN_TIME, CHILDREN_TIME + 2);
  return (Number(user) + Number(system)) / TICKS_PER_SECOND;
}

/** Places of fields among those after the program's name. */
const PARENT = 1;
const CHILDREN_TIME = 13;

/** Undefined when the process has ended. */
function usageOf(pid: string): Usage | undefined {
  try {
    return { pid: Number(pid), parent: Number(fieldsOf(pid)[PARENT]) };
  } catch {
    return undefined;
  }
}

/** What `/proc` tells of a process, after its name in parentheses, which may hold anything. */
function fieldsOf(pid: string): string[] {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
}

/** Memory of a process in bytes, in which a page that processes share counts in parts. Zero when the process has ended. */
export function memoryOf(pid: number): number {
  try {
    const [, kilobytes = "0"] = /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8")) ?? [];
    return Number(kilobytes) * 1024;
  } catch {
    return 0;
  }
}
