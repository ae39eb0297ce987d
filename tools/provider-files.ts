import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PROVIDER_MODULE, PROVIDER_VERSION } from "./catalog";
import { moduleFolder } from "./go";
import { TOOLS_DIR } from "./paths";

/** The provider's schema with the version it is built as, on one line. */
export function versionedSchema(schema: string, version: string): string {
  return JSON.stringify({ ...(JSON.parse(schema) as object), version });
}

/**
 * Takes the two files that the provider embeds from its Go module and lays them, by a build overlay, beside our `main.go`:
 * embedding cannot reach into another module. Returns the overlay's path, for `go build -overlay`.
 */
export async function providerOverlay(scratch: string): Promise<string> {
  const folder = join(TOOLS_DIR, "pulumi");
  const source = join(await moduleFolder("pulumi", PROVIDER_MODULE), "cmd", "pulumi-resource-kubernetes");
  const read = (name: string): string => readFileSync(join(source, name), "utf8");
  const files: Record<string, string> = {
    "schema.json": versionedSchema(read("schema.json"), PROVIDER_VERSION),
    "terraform-mapping.json": JSON.stringify(JSON.parse(read("terraform-mapping.json"))),
  };
  mkdirSync(scratch, { recursive: true });
  const replace: Record<string, string> = {};
  for (const [name, text] of Object.entries(files)) {
    replace[join(folder, "kubernetes-provider", name)] = join(scratch, name);
    writeFileSync(join(scratch, name), text);
  }
  const overlay = join(scratch, "overlay.json");
  writeFileSync(overlay, JSON.stringify({ Replace: replace }));
  return overlay;
}
