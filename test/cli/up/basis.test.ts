import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { readBasis } from "../../../cli/up/basis";
import { parseSettings } from "../../../components/settings";

const kubeconfigText = (server = "https://a:6443") =>
  JSON.stringify({
    "current-context": "a",
    contexts: [{ name: "a", context: { cluster: "a", user: "u" } }],
    clusters: [{ name: "a", cluster: { server } }],
    users: [{ name: "u", user: { token: "t" } }],
  });

let dir: string;
let before: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "flotilla-basis-"));
  before = process.cwd();
  process.chdir(dir);
  writeFileSync("Pulumi.yaml", "name: flotilla\nruntime: nodejs\n");
  writeFileSync("app.yaml", "kind: Application\n");
  writeFileSync("a.kubeconfig", kubeconfigText());
});
afterEach(() => {
  process.chdir(before);
  vi.unstubAllEnvs();
  rmSync(dir, { recursive: true });
});

async function digest(configuration = "{}", application = '["app.yaml"]'): Promise<string | undefined> {
  const clusters = JSON.stringify([{ name: "a", kubeconfigFile: join(dir, "a.kubeconfig") }]);
  const settings = parseSettings({ "flotilla:application": application, "flotilla:clusters": clusters });
  return (await readBasis(settings, configuration))?.digest.toString("hex");
}

describe("what a delivery is made from", () => {
  it("is the same as long as nothing has changed", async () => {
    expect(await digest()).toBe(await digest());
    expect(await digest()).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each<[string, () => void]>([
    ["a document", () => writeFileSync("app.yaml", "kind: Policy\n")],
    ["the project", () => writeFileSync("Pulumi.yaml", "name: flotilla\nruntime: nodejs\nconfig: {}\n")],
    ["a kubeconfig", () => writeFileSync("a.kubeconfig", kubeconfigText("https://b:6443"))],
    ["a proxy", () => vi.stubEnv("HTTPS_PROXY", "http://proxy:3128")],
  ])("is another when %s changes", async (_, change) => {
    const first = await digest();
    change();
    expect(await digest()).not.toBe(first);
    expect(await digest()).toBeDefined();
  });

  it("is another when anything in the configuration changes, also what settings do not name", async () => {
    expect(await digest('{"other:key":{"value":"1"}}')).not.toBe(await digest());
  });

  it.each<[string, () => void]>([
    ["a document is gone", () => rmSync("app.yaml")],
    ["a kubeconfig is gone", () => rmSync("a.kubeconfig")],
    ["it is not the project's folder", () => rmSync("Pulumi.yaml")],
    [
      "the project wants every run to refresh",
      () => writeFileSync("Pulumi.yaml", "name: f\noptions: {refresh: always}"),
    ],
    ["a variable is an option of pulumi up", () => vi.stubEnv("PULUMI_OPTION_TARGET", "urn:pulumi:a")],
    ["the program runs in another folder", () => writeFileSync("Pulumi.yaml", "name: f\nmain: other/")],
  ])("is nothing to rely on when %s", async (_, change) => {
    change();
    expect(await digest()).toBeUndefined();
  });

  it("is nothing to rely on when documents come from the standard input", async () => {
    expect(await digest("{}", '["-"]')).toBeUndefined();
  });
});
