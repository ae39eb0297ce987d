/** Starts the process that serves the Kubernetes providers of a run of the engine, where there may be one. */
declare function startProviders(
  provider: string | undefined,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): { env: NodeJS.ProcessEnv; end: () => void };
export = startProviders;
