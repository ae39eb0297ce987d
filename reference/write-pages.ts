import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { program } from "../cli/program";
import { typeRegistry } from "../workloads/registry";
import { commandsPage } from "./commands";
import { readExample } from "./examples";
import { pages } from "./pages";

const all = { ...pages(typeRegistry(), readExample), "cli.md": commandsPage(program()) };

/** `npm run docs`: writes the reference pages of all built-in types and of all commands into `docs/`. */
for (const [file, text] of Object.entries(all)) writeFileSync(resolve(__dirname, "../docs", file), text);
