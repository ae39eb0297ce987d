import { describe, expect, it } from "vitest";
import { readYaml } from "../../../model/yaml/read";

function values(text: string): unknown[] {
  const { sources, findings } = readYaml("a.yaml", text);
  expect(findings).toEqual([]);
  return sources.map(({ value }) => value);
}

function problems(text: string): string[] {
  return readYaml("a.yaml", text).findings.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

describe("texts that are read", () => {
  it("hold several documents, of which empty ones are left out", () => {
    expect(values("a: 1\n---\n---\n# nothing\n---\nb: 2\n...\n")).toEqual([{ a: 1 }, { b: 2 }]);
    expect(values("")).toEqual([]);
    expect(values("\n \n")).toEqual([]);
  });

  it("may be JSON, also with tabs, and start with a byte order mark and end lines like Windows", () => {
    expect(values('{\n\t"a": [1,\n\t\t"x"]\n}')).toEqual([{ a: [1, "x"] }]);
    expect(values("\uFEFFa: 1\r\nb: 2\r\n")).toEqual([{ a: 1, b: 2 }]);
  });

  it("may have anchors, aliases and merge keys", () => {
    expect(values("a: &a {x: 1, w: 2}\nb: *a\nc: {<<: *a, w: 3}\n")).toEqual([
      { a: { x: 1, w: 2 }, b: { x: 1, w: 2 }, c: { x: 1, w: 3 } },
    ]);
    expect(values("- &a {x: 1, w: 1}\n- &b {w: 2, z: 2}\n- <<: [*a, *b]\n  z: 3\n")).toEqual([
      [
        { x: 1, w: 1 },
        { w: 2, z: 2 },
        { x: 1, w: 1, z: 3 },
      ],
    ]);
    expect(values('{"<<": {"a": 1}}')).toEqual([{ "<<": { a: 1 } }]);
  });

  it("have keys as Kubernetes reads them, with a warning where that is a surprise", () => {
    const { sources, findings } = readYaml("a.yaml", '{y: 1, "n": 2, 0777: 3, false: 4}');
    expect(sources[0]?.value).toEqual({ true: 1, n: 2, 511: 3, false: 4 });
    expect(findings).toEqual([
      {
        severity: "warning",
        code: "invalid-yaml",
        message: "the key y means true to Kubernetes, and is taken so; put it in quotes to keep it",
        file: "a.yaml",
        line: 1,
        column: 2,
      },
    ]);
  });

  it("keep an anchor to its own document", () => {
    expect(problems("a: &a 1\n---\nb: *a\n")).toEqual(['3:4 no anchor "a" is defined above this alias']);
  });

  it("make plain objects of every key but __proto__", () => {
    const [value] = values("constructor: {prototype: {polluted: 1}}\ntoString: 2\nhasOwnProperty: 3\n1: 4\n");
    expect(value).toEqual({ constructor: { prototype: { polluted: 1 } }, toString: 2, hasOwnProperty: 3, 1: 4 });
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    for (const text of [
      "__proto__: {polluted: 1}",
      '{"a": {"__proto__": {"polluted": 1}}}',
      "<<: {__proto__: {polluted: 1}}",
    ]) {
      expect(problems(text)).toEqual([expect.stringContaining('the key "__proto__" cannot be used')]);
    }
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe("texts that are refused", () => {
  it.each([
    ["a: 1\nb: 2\na: 3", '3:1 the key "a" is written twice'],
    ["true: 1\nTRUE: 2", '2:1 the key "true" is written twice'],
    ["a: [1\nb: 2", "2:1 the indentation does not fit the lines above, or a closing bracket is missing"],
    ["a:\n\tb: 1", "2:1 tabs cannot be used for indentation; use spaces"],
    ["a: b: c", "1:4 a mapping or list starts here, where the key before it already has a value or is not finished"],
    ['a: "x', "1:6 a character is missing here, such as a colon, a comma, a space or a closing bracket or quote"],
    ["a: &a [*a]", '1:8 the anchor "a" contains itself'],
    ["a: *b", '1:4 no anchor "b" is defined above this alias'],
    ["? [a]\n: b", "1:3 a key has to be text"],
    ["~: b", "1:1 a key has to be text"],
    ["<<: 5", "1:5 a merge key (<<) takes a mapping or a list of mappings"],
    [
      "a: 1\n<<: {a: 2}",
      '2:1 the merged mapping has the key "a" too, which is written above it; Kubernetes would take the merged one, so put << first',
    ],
  ])("%j", (text, problem) => {
    expect(problems(text)).toEqual([problem]);
  });

  it("do not keep other documents of the file from being read, and tell all problems", () => {
    const { sources, findings } = readYaml("a.yaml", "a: 1\n---\nb: 1\nb: 2\nc: *x\n---\nd: 1\n");
    expect(sources.map(({ value }) => value)).toEqual([{ a: 1 }, { d: 1 }]);
    expect(findings.map(({ line }) => line)).toEqual([4, 5]);
  });

  it("are never quoted", () => {
    const secret = "S3CRET";
    for (const text of [
      `a: "${secret}`,
      `a: ${secret}: x`,
      `a: !${secret} x`,
      `@${secret}`,
      `a: [${secret}`,
      `%${secret}\n---\na: 1`,
    ]) {
      const messages = problems(text);
      expect(messages).not.toEqual([]);
      expect(messages.join()).not.toContain(secret);
    }
  });

  it("give at most a hundred findings", () => {
    expect(problems("a: 1\n".repeat(1000))).toHaveLength(100);
    const warnings = Array.from({ length: 200 }, () => "- {y: 1}").join("\n");
    const { sources, findings } = readYaml("a.yaml", `${warnings}\n- *missing\n`);
    expect(sources).toEqual([]);
    expect(findings.filter(({ severity }) => severity === "error")).toMatchObject([{ line: 201 }]);
    expect(findings).toHaveLength(101);
  });
});

describe("texts that would take the machine down", () => {
  it("are refused when aliases multiply, at once", () => {
    const letters = [..."abcdefghij"];
    const rows = letters.map((letter, index) => {
      const items = Array(9).fill(index === 0 ? "lol" : `*${letters[index - 1]}`);
      return `${letter}: &${letter} [${items.join(", ")}]`;
    });
    const start = performance.now();
    expect(problems(rows.join("\n"))).toEqual(["6:8 the aliases of this document stand for more than 100000 values"]);
    expect(performance.now() - start).toBeLessThan(1000);
  });

  it.each([
    ["brackets", "[".repeat(20_000)],
    ["braces", "{a: ".repeat(20_000)],
    ["list marks", `${"- ".repeat(20_000)}a`],
    ["indentation", Array.from({ length: 1000 }, (_, depth) => `${" ".repeat(depth)}a:`).join("\n")],
    ["aliases", Array.from({ length: 300 }, (_, n) => `a${n}: &a${n} [${n === 0 ? 1 : `*a${n - 1}`}]`).join("\n")],
  ])("are refused when they are nested deeply by %s", (_, text) => {
    expect(problems(text)[0]).toContain("nested deeper than 200 levels");
  });

  it("are not refused for what is far from it", () => {
    const nested = `${"[".repeat(150)}1${"]".repeat(150)}`;
    const aliases = `a: &a {x: 1, z: 2}\nb: [${Array(10_000).fill("*a").join(", ")}]\n`;
    expect(problems(nested)).toEqual([]);
    expect(problems(aliases)).toEqual([]);
  });
});
