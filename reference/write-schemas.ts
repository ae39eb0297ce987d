import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { loadTypes } from "../cli/load-types";
import { printWarnings, reportErrors } from "../cli/report";
import { documentSchemas } from "./document-schemas";
import { formatJson } from "./format-json";

/** `npm run schema`: writes the JSON Schemas of documents, with a user's own types when a module of them is given. */
const program = new Command("npm run schema --")
  .description("Write JSON Schemas of Application, Policy and Workflow documents, for editors.")
  .option("-t, --types <file>", "TypeScript module with component, trait and step types of your own")
  .option("-o, --output <folder>", "where to write them", "schemas")
  .action(({ types, output }: { types?: string; output: string }) => {
    const loaded = loadTypes(types);
    printWarnings(loaded.warnings);
    mkdirSync(output, { recursive: true });
    for (const [file, schema] of Object.entries(documentSchemas(loaded.types))) {
      writeFileSync(join(output, file), `${formatJson(schema)}\n`);
    }
  });

reportErrors(() => program.parseAsync(process.argv));
