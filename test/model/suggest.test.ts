import { describe, expect, it } from "vitest";
import { didYouMean, suggest } from "../../model/suggest";

describe("suggest", () => {
  it.each([
    ["Aplication", ["Application", "Policy"], "Application"],
    ["nmae", ["labels", "name"], "name"],
    ["WebService", ["webservice", "worker"], "webservice"],
    ["clusters", ["cluster", "clusters2"], "cluster"],
    ["beijing-1", ["hangzhou-1"], undefined],
    ["ab", ["ac"], undefined],
    ["AB", ["ab"], "ab"],
    ["", ["a"], undefined],
    ["anything", [], undefined],
  ])("%s among %j is %s", (word, candidates, expected) => {
    expect(suggest(word, candidates)).toBe(expected);
  });

  it("prefers the nearest, and the first of equally near ones", () => {
    expect(suggest("cluster-3", ["cluster-one", "cluster-1", "cluster-2"])).toBe("cluster-1");
  });

  it("makes a hint, or nothing to spread", () => {
    expect(didYouMean("nmae", ["name"])).toEqual({ hint: 'did you mean "name"?' });
    expect(didYouMean("x", ["name"])).toEqual({});
  });
});
