import { homedir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";

/** Folder of this file, where the Go modules lie. */
export const TOOLS_DIR = __dirname;
/** Root of the checkout. */
export const PROJECT_ROOT = resolve(__dirname, "..");
/** Git-ignored folder of the demo inside the checkout: state, passphrase, clusters. */
export const FLOTILLA_DIR = join(PROJECT_ROOT, ".flotilla");

/**
 * Per-user cache outside the checkout: `FLOTILLA_CACHE`, else `flotilla` in `XDG_CACHE_HOME` or in `~/.cache`.
 * A relative value counts from the current folder, except in `XDG_CACHE_HOME`, where the convention ignores it.
 */
export function cacheRoot(env: NodeJS.ProcessEnv = process.env): string {
  if (env.FLOTILLA_CACHE) return resolve(env.FLOTILLA_CACHE);
  const base = env.XDG_CACHE_HOME;
  return join(base && isAbsolute(base) ? base : join(homedir(), ".cache"), "flotilla");
}
