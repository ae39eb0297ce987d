import { describe, expect, it } from "vitest";
import { accessIn } from "../../cli/rbac";

const all = [
  { clusters: ["beijing-1", "beijing-2"], objects: [] },
  { clusters: ["us-west-1"], objects: [] },
];

describe("flotilla rbac --cluster", () => {
  it("is what that cluster needs", () => {
    expect(accessIn("beijing-2", all)).toEqual([all[0]]);
  });

  it("is an error for a cluster that gets nothing: an empty answer would pass for rights that are enough", () => {
    expect(() => accessIn("us-west", all)).toThrow(
      'nothing is delivered to a cluster "us-west" (did you mean "us-west-1"?)',
    );
  });
});
