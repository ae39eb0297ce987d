import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Example } from "./pages";

/** The folder with an example for every type: `<kind>/<type>.yaml`. */
export const EXAMPLES = resolve(__dirname, "../docs/examples");

/** Reads the example of a type. */
export const readExample: Example = (kind, type) => readFileSync(resolve(EXAMPLES, kind, `${type}.yaml`), "utf8");
