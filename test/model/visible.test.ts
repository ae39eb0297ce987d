import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { columns } from "../../cli/columns";
import { json } from "../../cli/output";
import { formatFinding } from "../../model/findings";
import { visible, visibleValues } from "../../model/visible";

const ESCAPES = "\u001b[2J\u009b31m\u202e\u200b\u0000\r\n\u2028\ufeff\u007f\ud800";
const SAFE = /^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]*$/u;

describe("text for terminals", () => {
  it("shows what cannot be seen, and leaves the rest alone", () => {
    expect(visible("a\u001b[2Jb\u202e\n")).toBe("a\\u{1b}[2Jb\\u{202e}\\u{a}");
    expect(visible("Peking 北京 ✅ \\u{1b}")).toBe("Peking 北京 ✅ \\u{1b}");
  });

  it("is what findings, tables and data are printed as", () => {
    const finding = { severity: "error", code: "invalid-value", file: ESCAPES, path: ESCAPES, hint: ESCAPES } as const;
    expect(formatFinding({ ...finding, message: ESCAPES }).replaceAll("\n", "")).toMatch(SAFE);
    expect(columns([[ESCAPES, "a"]]).trimEnd()).toMatch(SAFE);
    expect(visibleValues({ a: [ESCAPES, 1, null] }).a[0]).toMatch(SAFE);
  });

  it("is JSON that means the same", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string({ unit: "binary" }), (value, text) => {
        const printed = json({ value, text, ESCAPES });
        expect(JSON.parse(printed)).toEqual(JSON.parse(JSON.stringify({ value, text, ESCAPES })));
        expect(printed.replaceAll("\n", "")).toMatch(SAFE);
      }),
    );
  });
});
