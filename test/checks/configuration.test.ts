import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CHECKS } from "../../checks";
import { fileChecks, stackChecks } from "../../checks/configuration";
import { InputError } from "../../model/findings";
import type { Json } from "../../model/json";
import { readYaml } from "../../model/yaml/read";
import { FLEET } from "./support";

const choice = { registry: FLEET };

function problems(raw: Json): string[] {
  try {
    stackChecks(raw, choice);
  } catch (error) {
    if (error instanceof InputError) return error.message.split("\n").sort();
    throw error;
  }
  return [];
}

describe("flotilla:checks", () => {
  it("switches nothing on by itself", () => {
    expect(stackChecks(undefined, choice)).toEqual({ active: [], exceptions: [], annotations: true, warnings: [] });
  });

  it("takes a level alone, and parameters beside it", () => {
    const { active } = stackChecks({ replicas: { level: "advisory", minimum: 3 }, "image-tag": "mandatory" }, choice);
    const shown = active.map(({ type, level, parameters, clusters }) => [type.name, level, parameters, [...clusters]]);
    expect(shown).toEqual([
      ["image-tag", "mandatory", {}, ["p1", "p2"]],
      ["replicas", "advisory", { minimum: 3 }, ["p1", "p2"]],
    ]);
  });

  it("wants nothing of a check that is off", () => {
    expect(problems({ registries: "off", replicas: { level: false, minimum: 0 } })).toEqual([]);
  });

  it("says everything that is wrong at once, and where", () => {
    expect(problems({ "image-tog": "mandatory", replicas: "always", registries: "mandatory" })).toEqual([
      expect.stringMatching(/^error: flotilla:checks\.image-tog: .*did you mean "image-tag"/),
      expect.stringMatching(/^error: flotilla:checks\.registries\.allowed: allowed is missing/),
      expect.stringMatching(/^error: flotilla:checks\.replicas\.level: .*"always".*"mandatory"/),
    ]);
  });

  it("wants exceptions from checks that there are, for somebody", () => {
    const unknown = { check: "replica", component: "web", reason: "old" };
    expect(problems({ exceptions: [unknown] })).toEqual([
      expect.stringContaining('exceptions[0].check: there is no check "replica" (did you mean "replicas"?)'),
    ]);
    expect(problems({ exceptions: [{ check: "replicas", reason: "old" }] })).toEqual([
      expect.stringContaining("exceptions[0]: says not what it is for"),
    ]);
  });

  it("is told about, check by check", () => {
    const page = readFileSync(join(__dirname, "../../docs/checks.md"), "utf8");
    expect(
      [...page.matchAll(/^\| `([\w-]+)` \| .+ \| (?:production|everywhere) \|/gm)].map(([, name]) => name),
    ).toEqual(CHECKS.map(({ name }) => name));
  });

  it("is read from a stack's configuration file as well as from a file of its own", () => {
    const read = (text: string) => {
      const [source] = readYaml("checks.yaml", text).sources;
      if (source === undefined) throw new Error("the text is empty");
      return fileChecks(source, choice).active.map(({ type, level }) => `${type.name} ${level}`);
    };
    expect(read("privileged: mandatory\nreplicas: off")).toEqual(["privileged mandatory"]);
    expect(read("config:\n  flotilla:checks: { privileged: mandatory }")).toEqual(["privileged mandatory"]);
    expect(read("config: {}")).toEqual([]);
  });
});
