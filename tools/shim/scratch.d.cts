/** A temporary folder for one run of the engine, and the environment with it. */
export interface Scratch {
  readonly env: NodeJS.ProcessEnv;
  /** Removes the folder. */
  remove(): void;
}

export function makeScratch(env: NodeJS.ProcessEnv): Scratch;

/** Path of a socket in a run's folder; undefined where it would be too long for one. */
export function socketIn(folder: string, name: string): string | undefined;
