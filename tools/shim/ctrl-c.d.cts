/** What to run the engine with so that it tells whether somebody has pressed Ctrl-C on a terminal. */
export function hearing(
  args: string[],
  env: NodeJS.ProcessEnv,
  isHeard?: boolean,
): { args: string[]; env: NodeJS.ProcessEnv; interrupted: () => boolean };
