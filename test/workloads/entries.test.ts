import { expect, it } from "vitest";
import { sortedEntries } from "../../workloads/entries";

it("orders entries by key, also where JavaScript would put numbers first", () => {
  expect(sortedEntries({ b: 1, "10": 2, A: 3, "/": 4, a: 5 })).toEqual([
    ["/", 4],
    ["10", 2],
    ["A", 3],
    ["a", 5],
    ["b", 1],
  ]);
});
