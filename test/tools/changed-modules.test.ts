import { describe, expect, it } from "vitest";
import { edited } from "../../tools/changed-modules";
import { ToolError } from "../../tools/errors";

describe("changes in a published module", () => {
  it("are made one after the other", () => {
    const edits = [
      ["one\n", ""],
      ["two", "one, two"],
    ] as const;
    expect(edited("a/b.go", "one\ntwo\nthree\n", edits)).toBe("one, two\nthree\n");
  });

  it("are refused where their place is missing or not the only one: another version may need others, or none", () => {
    const refused = (text: string) => () => edited("a/b.go", text, [["func init() {", "func Load() {"]]);
    expect(refused("func other() {\n")).toThrow(new ToolError('a/b.go: "func init() {" is there 0 times, not once'));
    expect(refused("func init() {\nfunc init() {\n")).toThrow("is there 2 times");
  });
});
