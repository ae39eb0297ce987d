import { run } from "../../../tools/process";

/** The stand-in for a cloud runs as a plugin of the engine; a cloud goes on when whoever has asked it for something is gone. */
const CLOUD = "pulumi-resource-alicloud";

/** Ends a program and everything that it has started, at once and without asking, as the loss of a machine would. */
export async function killTree(root: number): Promise<void> {
  for (const pid of await treeOf(root)) signal(pid, "SIGKILL");
}

/** Sends a signal to a process, if there still is one. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** A process and those that it has started, directly or not: parents first, so that nobody starts anything anew. */
async function treeOf(root: number): Promise<number[]> {
  const { stdout } = await run("ps", ["-Ao", "pid=,ppid=,args="]);
  const all = stdout.split("\n").filter((line) => !line.includes(CLOUD));
  const parents = all.map((line) => line.trim().split(/\s+/, 2).map(Number) as [pid: number, parent: number]);
  const tree = [root];
  for (const one of tree) tree.push(...parents.flatMap(([pid, parent]) => (parent === one ? [pid] : [])));
  return tree;
}
