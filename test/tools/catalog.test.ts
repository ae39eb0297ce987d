import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  ACTIONLINT_TOOL,
  CONTROL_PLANE_TOOLS,
  ENGINE_TOOLS,
  ENGINE_VERSION,
  KUBERNETES_VERSION,
  KUSTOMIZE_TOOL,
  OCM_TOOLS,
  PROVIDER_MODULE,
  PROVIDER_VERSION,
} from "../../tools/catalog";
import { PROJECT_ROOT, TOOLS_DIR } from "../../tools/paths";
import { goFiles } from "../../tools/shim/record.cjs";

const goMod = (module: string): string => readFileSync(join(TOOLS_DIR, module, "go.mod"), "utf8");

describe("the catalog of tools", () => {
  const all = [...ENGINE_TOOLS, ...CONTROL_PLANE_TOOLS, ...OCM_TOOLS, KUSTOMIZE_TOOL, ACTIONLINT_TOOL];

  it("names every program once and builds it from a module that is there", () => {
    expect(new Set(all.map((tool) => tool.name)).size).toBe(all.length);
    for (const tool of all) expect(goFiles(join(TOOLS_DIR, tool.module)).length).toBeGreaterThanOrEqual(3);
  });

  it("says the versions that the modules pin", () => {
    expect(goMod("pulumi")).toContain(`github.com/pulumi/pulumi/pkg/v3 v${ENGINE_VERSION}`);
    expect(goMod("pulumi")).toContain(`${PROVIDER_MODULE} v4.`);
    expect(goMod("kubernetes")).toContain(`k8s.io/kubernetes ${KUBERNETES_VERSION}`);
  });

  it("builds the provider that the installed SDK asks for", () => {
    const manifest = readFileSync(join(PROJECT_ROOT, "node_modules/@pulumi/kubernetes/package.json"), "utf8");
    expect((JSON.parse(manifest) as { version: string }).version).toBe(PROVIDER_VERSION);
  });
});
