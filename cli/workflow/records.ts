import { userInfo } from "node:os";
import { isObject, type Json } from "../../model/json";
import { pulumi, pulumiMeanwhile } from "../pulumi";

/** Who decided something, and when. */
export interface Verdict {
  by?: string;
  /** RFC 3339. */
  at?: string;
  /** What it is about: the digest of a plan. */
  digest?: string;
}

/** What a stack's configuration says about workflows, by Application as `<namespace>/<name>`, and by step. */
export interface Records {
  approvals: Readonly<Record<string, Readonly<Record<string, Verdict>>>>;
  terminations: Readonly<Record<string, Readonly<Record<string, Verdict>>>>;
  restarts: Readonly<Record<string, Verdict>>;
}

/** Nothing was decided. */
export const NO_RECORDS: Records = { approvals: {}, terminations: {}, restarts: {} };

const COMMAND = ["config", "--json"];

/** Reads what was decided about the workflows of the current stack. */
export function readRecords(): Records {
  return recordsIn(pulumi(...COMMAND));
}

/** Like {@link readRecords}, while other things go on. */
export async function readRecordsMeanwhile(): Promise<Records> {
  return recordsIn(await pulumiMeanwhile(...COMMAND));
}

function recordsIn(text: string): Records {
  const all = JSON.parse(text) as Record<string, { objectValue?: Json }>;
  const read = (key: keyof Records) => {
    const value = all[`flotilla:${key}`]?.objectValue;
    return isObject(value) ? value : {};
  };
  return { approvals: read("approvals"), terminations: read("terminations"), restarts: read("restarts") } as Records;
}

/** Writes into the stack's configuration that the one who runs this command decides something now. */
export function record(key: keyof Records, path: readonly string[], about: { digest?: string } = {}): void {
  const verdict = { ...about, by: userInfo().username, at: new Date().toISOString() };
  const values = Object.entries(verdict).flatMap(([name, value]) => [
    "--plaintext",
    `${keyOf(key, path)}.${name}=${value}`,
  ]);
  pulumi("config", "set-all", "--path", ...values);
}

/** Takes what was decided out of the stack's configuration. Nothing happens when there is nothing. */
export function forget(key: keyof Records, path: readonly string[]): void {
  pulumi("config", "rm", "--path", keyOf(key, path));
}

function keyOf(key: keyof Records, path: readonly string[]): string {
  return `flotilla:${key}${path.map((part) => `[${JSON.stringify(part)}]`).join("")}`;
}
