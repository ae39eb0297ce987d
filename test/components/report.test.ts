import { RunError } from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { showingMistakes } from "../../components/report";
import { InputError } from "../../model/findings";

const wrong = new InputError([
  { severity: "error", code: "missing-field", file: "app.yaml", message: "nothing there" },
]);

const thrownBy = async (run: () => unknown): Promise<unknown> => {
  try {
    await showingMistakes(run);
  } catch (error) {
    return error;
  }
  return undefined;
};

describe("mistakes of the user", () => {
  it.each([
    [
      "at once",
      () => {
        throw wrong;
      },
    ],
    ["later", () => Promise.reject(wrong)],
  ])("that show %s are shown by Pulumi as they are, without a stack that takes a minute to print", async (_, run) => {
    const error = await thrownBy(run);
    expect(RunError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ message: wrong.message, stack: "" });
  });

  it("say once that they are errors where they have no place: Pulumi says it before the whole text", async () => {
    const placeless = new InputError([
      { severity: "error", code: "not-ours", message: "one" },
      { severity: "error", code: "missing-field", file: "app.yaml", line: 3, column: 1, message: "error: two" },
      { severity: "error", code: "invalid-value", path: "flotilla:order", message: "three" },
    ]);
    expect(await thrownBy(() => Promise.reject(placeless))).toMatchObject({
      message: "one\napp.yaml:3:1: error: error: two\nflotilla:order: three",
    });
  });

  it("leave other errors alone, and results", async () => {
    const bug = new TypeError("bug");
    expect(
      await thrownBy(() => {
        throw bug;
      }),
    ).toBe(bug);
    expect(await thrownBy(() => Promise.reject(bug))).toBe(bug);
    expect(showingMistakes(() => 1)).toBe(1);
    expect(await showingMistakes(async () => 2)).toBe(2);
  });
});
