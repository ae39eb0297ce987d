import { describe, expect, it } from "vitest";
import { dnsLabelProblem, labelKeyProblem, labelValueProblem, objectNameProblem } from "../../model/names";

const long = "a".repeat(64);

describe("names", () => {
  it.each([
    [dnsLabelProblem, ["a", "a-1", "0"], ["", "A", "a.b", "-a", "a-", "a_b", long]],
    [objectNameProblem, ["a", "a.b-c.1"], ["", "A", "a..b", ".a", "a.-b", "a b", long]],
    [labelValueProblem, ["", "A_b.c-1"], ["-a", "a-", "a b", "a/b", long]],
    [labelKeyProblem, ["a", "A_b", "example.com/A.b"], ["", "/a", "a/", "a/b/c", "Ex.com/a", "a b", long, `a/${long}`]],
  ] as const)("%o", (problem, good, bad) => {
    expect(good.filter((name) => problem(name) !== undefined)).toEqual([]);
    expect(bad.filter((name) => problem(name) === undefined)).toEqual([]);
  });

  it("takes no time for a long name of nearly the right form", () => {
    const start = performance.now();
    labelKeyProblem(`${"a-".repeat(100_000)}/a`);
    expect(performance.now() - start).toBeLessThan(200);
  });
});
