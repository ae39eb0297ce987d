import { treeOf } from "./processes";

/** The stand-in for a cloud runs as a plugin of the engine; a cloud goes on when whoever has asked it for something is gone. */
const CLOUD = "pulumi-resource-alicloud";

/**
 * Ends a program and everything that it has started, at once and without asking, as the loss of a machine would: parents first, so that
 * nobody starts anything anew.
 */
export async function killTree(root: number): Promise<void> {
  for (const { pid } of await treeOf(root, ({ command }) => !command.includes(CLOUD))) signal(pid, "SIGKILL");
}

/** Sends a signal to a process, if there still is one. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
