import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";

const EXAMPLES = resolve(__dirname, "../../examples");

/** Names of the folders of examples that hold documents; a policy pack holds none. */
export function documentExamples(): string[] {
  const folders = readdirSync(EXAMPLES, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.map(({ name }) => name).filter((name) => !existsSync(join(EXAMPLES, name, "PulumiPolicy.yaml")));
}
