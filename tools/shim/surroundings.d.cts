import type { Engine } from "./record.cjs";

/** What a run of the engine needs around it: the environment for it, and what ends all of it. */
declare function surround(
  engine: Pick<Engine, "provider">,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): { env: NodeJS.ProcessEnv; end: () => void };
export = surround;
