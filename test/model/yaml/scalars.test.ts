import { describe, expect, it } from "vitest";
import { readYaml } from "../../../model/yaml/read";

function read(scalar: string): unknown {
  const { sources, findings } = readYaml("a.yaml", `a: ${scalar}\n`);
  return findings[0]?.message ?? (sources[0]?.value as { a: unknown } | undefined)?.a;
}

describe("plain scalars", () => {
  // Measured with sigs.k8s.io/yaml v1.6.0, except where it says otherwise.
  it.each([
    ...[["y", true] as const, ["on", true] as const, ["Yes", true] as const, ["TRUE", true] as const],
    ...[["N", false] as const, ["Off", false] as const, ["no", false] as const, ["False", false] as const],
    ...[["~", null] as const, ["NULL", null] as const, ["", null] as const],
    ...[
      ["0644", 420] as const,
      ["0o17", 15] as const,
      ["0x1F", 31] as const,
      ["0b11", 3] as const,
      ["0_7", 7] as const,
    ],
    ...[["-017", -15] as const, ["+5", 5] as const, ["-0", 0] as const, ["1_000", 1000] as const],
    ...[
      ["0888", 888] as const,
      ["1e3", 1000] as const,
      [".5", 0.5] as const,
      ["1.", 1] as const,
      ["1_000.5", 1000.5] as const,
    ],
    ...[
      ["1:30", "1:30"] as const,
      ["2001-01-01", "2001-01-01"] as const,
      ["v1", "v1"] as const,
      ["yEs", "yEs"] as const,
    ],
    ...[["0x", "0x"] as const, ["1e", "1e"] as const, ["_1", "_1"] as const, ["100m", "100m"] as const],
    ...[
      ['"yes"', "yes"] as const,
      ["'0644'", "0644"] as const,
      ["!!str 12", "12"] as const,
      ['!!int "0x10"', 16] as const,
    ],
  ])("%s is %j", (scalar, expected) => {
    expect(read(scalar)).toEqual(expected);
  });

  it("refuses what JSON cannot hold, and integers that would be rounded", () => {
    for (const scalar of [".inf", "-.Inf", ".nan", "1e999", "9007199254740993", "-9007199254740993"]) {
      expect(read(scalar)).toMatch(/cannot be kept exactly/);
    }
  });

  it("refuses tags that JSON does not know", () => {
    for (const scalar of ["!!binary aGk=", "!foo x", "!!int x", "!!timestamp 2001-01-01"]) {
      expect(read(scalar)).toMatch(/tag is not known/);
    }
  });
});
