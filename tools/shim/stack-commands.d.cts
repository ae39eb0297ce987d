import type { Engine } from "./record.cjs";

/** Starts the process that runs commands of the engine's about stacks, and says in `process.env` where it will listen. */
declare function startStackCommands(engine: Pick<Engine, "pulumi" | "provider"> & { env: NodeJS.ProcessEnv }): void;
export = startStackCommands;
