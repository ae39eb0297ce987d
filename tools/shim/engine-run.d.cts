/** The engine that `npx pulumi` runs, and the environment that it runs it in; undefined when none was provided yet. */
declare function engineRun(
  env: Readonly<Record<string, string | undefined>>,
): { pulumi: string; env: NodeJS.ProcessEnv } | undefined;
export = engineRun;
