import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ExpressionError, MissingValue } from "../../expressions/error";
import { evaluate, type Scope, UNKNOWN, type Value } from "../../expressions/evaluate";
import { parse } from "../../expressions/parse";
import { pathsInto } from "../../expressions/references";

const scope: Scope = {
  inputs: { ready: 0, name: "web", "my-image": "nginx:1", none: null, later: UNKNOWN },
  status: { build: { phase: "succeeded", failed: false }, check: UNKNOWN },
  output: { value: { status: { conditions: [{ type: "Ready", status: "True" }] } } },
};

const value = (text: string, within = scope) => evaluate(parse(text), within);

describe("expressions", () => {
  it.each<[string, Value]>([
    ['inputs["ready"] == 0', true],
    ["inputs.ready == 1", false],
    ['inputs["my-image"] != "nginx:2"', true],
    ['inputs."my-image" =~ "^nginx:"', true],
    ['inputs.name !~ "^n"', true],
    ['status.build.phase == "succeeded" && !status.build.failed', true],
    ['output.value.status["conditions"][0].status', "True"],
    ["1 + 2 * 3 - 4 / 2", 5],
    ["(1 + 2) * -3", -9],
    ["1 < 2 && 2 <= 2 && 3 > 2 && 2 >= 3 || false", false],
    ['"a" < "b"', true],
    ['"image: \\(inputs.name):\\(1 + 1)-\\("x" + "y")"', "image: web:2-xy"],
    ['"tab\\t\\u0041 \\"q\\""', 'tab\tA "q"'],
    ["inputs.none == null", true],
    ["inputs.gone != _|_", false],
    ["inputs.gone == _|_ || inputs.gone.deeper > 1", true],
    ["inputs.name != _|_", true],
    ['len("abc") + len([1, 2,]) + len({a: 1, "b-c": 2})', 7],
    ['[1, "a"] == [1, "a"]', true],
    ["{a: [true]}", { a: [true] }],
    ["0x10 + 1_000 + 1.5e2", 1166],
    ["true // and nothing else", true],
  ])("%s", (text, expected) => {
    expect(value(text)).toEqual(expected);
  });

  it.each<[string, Value]>([
    ["inputs.later > 1", UNKNOWN],
    ["status.check.failed", UNKNOWN],
    ['"\\(inputs.later)"', UNKNOWN],
    ["[inputs.later] == [1]", UNKNOWN],
    ["inputs.later != _|_", UNKNOWN],
    ["false && inputs.later == 1", false],
    ["inputs.later == 1 && false", false],
    ["inputs.later == 1 || true", true],
    ["inputs.later == 1 || false", UNKNOWN],
  ])("%s, when not everything is known", (text, expected) => {
    expect(value(text)).toBe(expected);
  });

  it.each([
    ["inputs.ready = 0", "a comparison is written ==", 13],
    ["inputs.ready == 'a'", 'strings stand in double quotes: "…"', 16],
    ["1 +", "the expression ends where a value is expected", 3],
    ["(1", 'the expression ends where ")" is expected', 2],
    ["1 2", "2 stands where a value is expected", 2],
    ['"abc', "the string has no end", 0],
    ['"\\(1"', "the string has no end", 4],
    ['"a \\(1 + ) b"', "the expression ends where a value is expected", 9],
    ['strings.Contains("a", "b")', '"(" stands where a value is expected', 16],
    ["exec(1)", 'there is no function "exec"', 0],
    ["a & b", "unification and alternatives are not supported", 2],
    ["_|_", '"_|_" stands where a value is expected', 0],
    ["[for x in y {x}]", '"x" stands where "," is expected', 5],
    ["a.1", "1 stands where the name of a field is expected", 2],
    ["1 == ", "the expression ends where a value is expected", 5],
    ["@x", '"@" means nothing here', 0],
  ])("refuses %s", (text, message, at) => {
    const error = caught(() => parse(text));
    expect(error).toBeInstanceOf(ExpressionError);
    expect([(error as ExpressionError).message, (error as ExpressionError).at]).toEqual([message, at]);
  });

  it.each([
    ['inputs.ready == "0"', '"==" cannot be used with a number and a string'],
    ["inputs.name && true", "a string is neither true nor false"],
    ["1 / 0", '"/" cannot be used with a number and a number'],
    ['"a" =~ "("', '"=~" cannot be used with a string and a string'],
    ["!inputs.ready", '"!" cannot be used with a number'],
    ["constructor", 'there is no "constructor"'],
    ["inputs.__proto__", 'there is no "__proto__"'],
    ["inputs.gone.deeper", 'there is no "gone"'],
    ["inputs.ready.x", 'a number has no "x"'],
    ["[1][2]", "there is no item 2 in a list of 1"],
  ])("cannot compute %s", (text, message) => {
    expect(() => value(text)).toThrow(message);
  });

  it("tells what is missing from what is wrong", () => {
    expect(caught(() => value("inputs.gone"))).toBeInstanceOf(MissingValue);
    expect(caught(() => value("inputs.name && true"))).not.toBeInstanceOf(MissingValue);
  });

  it("knows what an expression uses", () => {
    expect(pathsInto(parse('status.a.failed || !status["b"].phase == "\\(status.c)"'), "status")).toEqual([
      ["a", "failed"],
      ["b", "phase"],
      ["c"],
    ]);
    expect(pathsInto(parse("status[inputs.x].failed + status"), "status")).toEqual([[], []]);
  });

  /** Those that JSON has and expressions do not. */
  const ESCAPES: Readonly<Record<string, string>> = { "\\b": "\\u0008", "\\f": "\\u000c" };

  it("gives every string and number back as it was written", () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 0 }), (text, number) => {
        const literal = JSON.stringify(text).replaceAll(/\\./g, (pair) => ESCAPES[pair] ?? pair);
        expect(value(`[${literal}, ${number}]`)).toEqual([text, number]);
      }),
      { examples: [["\\b\b\f", 0]] },
    );
  });

  it("computes as JavaScript does, with brackets or without", () => {
    const leaf = fc.integer({ min: 0, max: 9 }).map(String);
    const sum = fc.letrec((tie) => ({
      node: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.tuple(tie("node"), fc.constantFrom("+", "-", "*"), tie("node")).map((parts) => parts.join(" ")),
        tie("node").map((inner) => `(${inner})`),
      ),
    })).node;
    fc.assert(
      fc.property(sum, (text) => {
        expect(value(String(text)) === new Function(`return ${text}`)()).toBe(true);
      }),
    );
  });

  it("gives nothing but a value or an error with a place in the text, whatever the text is", () => {
    const word = fc.constantFrom(
      "inputs",
      ".",
      "ready",
      "[",
      "]",
      '"a',
      '"',
      "\\(",
      "(",
      ")",
      "==",
      "&&",
      "!",
      "1",
      "_|_",
      "{",
      "}",
      ":",
      ",",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(word).map((words) => words.join(" ")),
        ),
        (text) => {
          const error = caught(() => value(text));
          if (error === undefined) return;
          expect(error).toBeInstanceOf(ExpressionError);
          expect((error as ExpressionError).at).toBeGreaterThanOrEqual(0);
          expect((error as ExpressionError).at).toBeLessThanOrEqual(text.length);
        },
      ),
      { numRuns: 500 },
    );
  });
});

function caught(run: () => unknown): unknown {
  try {
    run();
    return undefined;
  } catch (error) {
    return error;
  }
}
