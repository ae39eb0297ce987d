type Variables = Readonly<Record<string, string | undefined>>;

/** The environment for `npx pulumi`, from the caller's, the demo's variables if there are any, and the engine's. */
declare function shimEnvironment(env: Variables, demo: Variables | undefined, engine: Variables): NodeJS.ProcessEnv;
export = shimEnvironment;
