/** A Pulumi engine that can be run. */
export interface Engine {
  /** Path of the `pulumi` program. */
  readonly pulumi: string;
  /** What it needs in its environment on top of the caller's. */
  readonly env: Readonly<Record<string, string>>;
  /** Path of the Kubernetes provider, when engine and provider are built here: one process of it can serve many, and one of `pulumi` can run many commands. */
  readonly provider?: string;
}

/** Root of the checkout. */
export const ROOT: string;

/** The Go files that decide what is built from a module, in its folder: `go.mod`, `go.sum` and every `.go` file, sorted by path. */
export function goFiles(folder: string): string[];

/** Path of the user's own `pulumi` on PATH, not counting what npm puts there. */
export function pulumiOnPath(env: NodeJS.ProcessEnv): string | undefined;

/** The engine of the last provision, unless something it was decided from has changed. */
export function readEngine(env: NodeJS.ProcessEnv): Engine | undefined;

/** Records an engine for the next run. */
export function writeEngine(engine: Engine, env: NodeJS.ProcessEnv): void;
