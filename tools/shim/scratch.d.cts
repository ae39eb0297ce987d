/** A temporary folder for one run of the engine, and the environment with it. */
export interface Scratch {
  readonly env: NodeJS.ProcessEnv;
  /** Removes the folder. */
  remove(): void;
}

export function makeScratch(env: NodeJS.ProcessEnv): Scratch;
