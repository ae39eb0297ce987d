import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { parseDocuments } from "../model/documents";
import { InputError } from "../model/findings";
import { readRegistry } from "../model/registry";
import { planOutput } from "../plan/output";
import { planApplication } from "../plan/plan";

/** What KubeVela itself renders; kept beside the project, not in it. */
const GOLDEN = resolve(__dirname, "../../shared/golden");

interface Golden {
  error?: { mentions: string[] };
}

interface Compare {
  comparePlan(golden: Golden, plan: unknown): string[];
  compareRefusal(golden: Golden, result: { status: number; stdout: string; stderr: string }): string[];
}

function read(name: string, file: string): string {
  return readFileSync(join(GOLDEN, "cases", name, file), "utf8");
}

function planCase(name: string): unknown {
  const { documents } = parseDocuments([{ file: "app.yaml", text: read(name, "app.yaml") }]);
  const { registry } = readRegistry({ file: "clusters.yaml", text: read(name, "clusters.yaml") });
  const [application] = documents.applications;
  if (application === undefined) throw new Error("the case has no Application");
  return planOutput(planApplication(application, documents, registry));
}

/** The differences between what flotilla makes of a case and what KubeVela made of it. */
function differences(name: string, compare: Compare): string[] {
  const golden = JSON.parse(read(name, "golden.json")) as Golden;
  try {
    const plan = planCase(name);
    return golden.error === undefined ? compare.comparePlan(golden, plan) : ["expected an error"];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const refused = { status: 1, stdout: "", stderr: error.message };
    return golden.error === undefined ? [`refused: ${error.message}`] : compare.compareRefusal(golden, refused);
  }
}

const there = existsSync(join(GOLDEN, "cases"));
const cases = there ? readdirSync(join(GOLDEN, "cases")).sort() : [];

describe.skipIf(!there)("golden cases", async () => {
  const compare = there ? ((await import(pathToFileURL(join(GOLDEN, "compare.mjs")).href)) as Compare) : undefined;
  it.each(cases)("%s", (name) => {
    expect(compare && differences(name, compare)).toEqual([]);
  });
});
