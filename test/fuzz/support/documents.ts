import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isObject, type Json } from "../../../model/json";
import { readYaml } from "../../../model/yaml/read";

const ROOT = join(__dirname, "../../..");

/** Every document of the examples of all types, and of the examples. */
export const DOCUMENTS: readonly Json[] = ["docs/examples", "examples"].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".yaml") && !name.includes("Pulumi"))
    .sort()
    .flatMap((name) => readYaml(name, readFileSync(join(ROOT, folder, name), "utf8")).sources)
    .map(({ value }) => value),
);

/** The Applications among them. */
export const APPLICATIONS = DOCUMENTS.filter((document) => isObject(document) && document.kind === "Application");
