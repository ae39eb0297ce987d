import { connect } from "node:net";

/** How often to look, in milliseconds. */
const PAUSE = 1_000;

/**
 * Ends this process when the one that started it is gone: what is waited for then is nobody's any more.
 *
 * @param args of this process; the engine's address is among them. It may be gone before this process could look who its parent is.
 */
export function endWithParent(args: readonly string[]): void {
  const parent = process.ppid;
  const end = () => process.exit(1);
  setInterval(() => {
    if (process.ppid !== parent) end();
  }, PAUSE).unref();
  const [, host, port] = args.map((arg) => /^([\w.]+):(\d+)$/.exec(arg)).find((match) => match !== null) ?? [];
  if (host === undefined) return;
  const connection = connect({ host, port: Number(port) }, () => connection.destroy());
  connection.on("error", end);
}
