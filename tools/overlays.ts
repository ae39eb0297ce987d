import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ENGINE_MODULE, type EngineTool, PROVIDER_MODULE, PROVIDER_VERSION, type Tool } from "./catalog";
import { changedModules } from "./changed-modules";
import { moduleFolder } from "./go";
import { TOOLS_DIR } from "./paths";

/** The provider's schema with the version it is built as, on one line. */
export function versionedSchema(schema: string, version: string): string {
  return JSON.stringify({ ...(JSON.parse(schema) as object), version });
}

/** Takes files out of the folder of a program in a Go module, by their names there, and returns their texts by name. */
type Files = (read: (name: string) => string) => Record<string, string>;

/** What lies beside our own files of a program when it is built, and where its Go module has it. */
const OVERLAYS: { [Name in EngineTool]?: { module: string; folder: string; files: Files } } = {
  // No program can import another one's main package.
  pulumi: {
    module: ENGINE_MODULE,
    folder: "cmd/pulumi",
    files: (read) => Object.fromEntries(["main.go", "pulumi.go"].map((name) => [name, read(name)])),
  },
  // Embedding cannot reach into another module.
  "kubernetes-provider": {
    module: PROVIDER_MODULE,
    folder: "cmd/pulumi-resource-kubernetes",
    files: (read) => ({
      "schema.json": versionedSchema(read("schema.json"), PROVIDER_VERSION),
      "terraform-mapping.json": JSON.stringify(JSON.parse(read("terraform-mapping.json"))),
    }),
  },
};

/** What `go build` is told for a program that consists of our own files, of some out of a published Go module, and of modules with changes. */
export async function overlayFlags(tool: Tool, scratch: string): Promise<string[]> {
  mkdirSync(scratch, { recursive: true });
  const { flags, replace: changed } = await changedModules(tool, scratch);
  const replace = { ...changed, ...(await borrowedFiles(tool, scratch)) };
  if (Object.keys(replace).length === 0) return [];
  const list = join(scratch, "overlay.json");
  writeFileSync(list, JSON.stringify({ Replace: replace }));
  return [...flags, "-overlay", list];
}

async function borrowedFiles({ name, module, package: own }: Tool, scratch: string): Promise<Record<string, string>> {
  const overlay = OVERLAYS[name as EngineTool];
  if (overlay === undefined) return {};
  const source = join(await moduleFolder(module, overlay.module), overlay.folder);
  const texts = Object.entries(overlay.files((wanted) => readFileSync(join(source, wanted), "utf8")));
  return Object.fromEntries(
    texts.map(([file, text]) => {
      writeFileSync(join(scratch, file), text);
      return [join(TOOLS_DIR, module, own, file), join(scratch, file)];
    }),
  );
}
