import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";

/** Lets somebody who is not the superuser mount something that only the process and its children see. */
const OWN_NAMESPACES = ["--user", "--map-root-user", "--mount"];
const FILLER = "filler";
/** What files on a disk in memory grow by, in bytes. */
const PAGE = Buffer.alloc(4096);

/**
 * A disk in memory that can be full. It lives in the mount namespace of a process of its own, so nothing has to be unmounted: it goes with
 * the process, which ends with whoever has made it.
 */
export class SmallDisk {
  #filling: NodeJS.Timeout | undefined;
  /** A folder that leads to the disk, from every process of the same user. */
  readonly path: string;

  private constructor(
    private readonly process: ChildProcess,
    folder: string,
  ) {
    this.path = join(`/proc/${process.pid}/root`, folder);
  }

  /** Whether the system lets its users have disks like this. */
  static isPossible(): boolean {
    return spawnSync("unshare", [...OWN_NAMESPACES, "mount", "-t", "tmpfs", "none", "/mnt"]).status === 0;
  }

  /** Makes an empty disk of 16 MB over a folder, which stays as it is for everybody else. */
  static async create(folder: string): Promise<SmallDisk> {
    mkdirSync(folder, { recursive: true });
    const script = 'mount -t tmpfs -o size=16m none "$0" && echo ready && exec cat';
    const process = spawn("unshare", [...OWN_NAMESPACES, "sh", "-c", script, folder], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    await once(process.stdout, "data");
    return new SmallDisk(process, folder);
  }

  /** Leaves no room for anything, also where something is deleted later. */
  fill(): void {
    this.#takeRoom();
    this.#filling = setInterval(() => this.#takeRoom(), 10);
  }

  /** Makes room again. */
  clear(): void {
    clearInterval(this.#filling);
    rmSync(join(this.path, FILLER));
  }

  #takeRoom(): void {
    const file = openSync(join(this.path, FILLER), "a");
    try {
      for (;;) writeSync(file, PAGE);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
    } finally {
      closeSync(file);
    }
  }

  end(): void {
    this.process.stdin?.end();
  }
}
