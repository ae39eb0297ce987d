import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { InputError } from "../model/findings";

/** The command that `npx pulumi` runs: the user's own engine, or the one built here. */
const PULUMI = join(__dirname, "../tools/shim/pulumi.cjs");

/**
 * Runs `pulumi` on the current stack and returns what it printed.
 *
 * @throws InputError with what it complained about
 */
export function pulumi(...args: string[]): string {
  return run(args);
}

/** Like {@link pulumi}, with something for its standard input, which no list of processes shows. */
export function pulumiWithInput(input: string, ...args: string[]): string {
  return run(args, { input });
}

function run(args: string[], more: { input?: string } = {}): string {
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [PULUMI, ...args, "--non-interactive"], {
    ...more,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (status === 0) return stdout;
  const reason = error?.message ?? lastLine(stderr) ?? `it exited with ${status}`;
  throw new InputError([
    { severity: "error", code: "engine-failed", message: `pulumi ${args.slice(0, 2).join(" ")}: ${reason}` },
  ]);
}

function lastLine(text: string): string | undefined {
  return text
    .split("\n")
    .map((line) => line.replace(/^error: /, "").trim())
    .findLast((line) => line !== "");
}
