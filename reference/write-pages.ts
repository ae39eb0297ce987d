import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { typeRegistry } from "../workloads/registry";
import { readExample } from "./examples";
import { pages } from "./pages";

/** `npm run docs`: writes the reference pages of all built-in types into `docs/`. */
for (const [file, text] of Object.entries(pages(typeRegistry(), readExample))) {
  writeFileSync(resolve(__dirname, "../docs", file), text);
}
