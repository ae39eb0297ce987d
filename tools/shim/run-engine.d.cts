/** Runs `pulumi` in this process's place, and resolves at its end to what to exit with and the signal that has ended it. */
declare function runEngine(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<{ code: number; signal: NodeJS.Signals | null; failed: boolean }>;
export = runEngine;
