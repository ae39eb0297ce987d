import { run } from "../../../tools/process";

/** A process that runs. */
export interface Process {
  pid: number;
  parent: number;
  /** Its program and arguments, in one line. */
  command: string;
}

/** A process and those that it has started, directly or not: parents first. */
export async function treeOf(root: number, counts = (_: Process): boolean => true): Promise<Process[]> {
  const { stdout } = await run("ps", ["-Awwo", "pid=,ppid=,args="]);
  const all = stdout
    .split("\n")
    .flatMap((line) => processOf(line) ?? [])
    .filter(counts);
  const tree = all.filter(({ pid }) => pid === root);
  for (const one of tree) tree.push(...all.filter(({ parent }) => parent === one.pid));
  return tree;
}

function processOf(line: string): Process | undefined {
  const [, pid, parent, command = ""] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
  return pid === undefined ? undefined : { pid: Number(pid), parent: Number(parent), command };
}
