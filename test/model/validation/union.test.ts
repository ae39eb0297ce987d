import { describe, expect, it } from "vitest";
import { z } from "zod";
import { formatFinding } from "../../../model/findings";
import type { JsonObject } from "../../../model/json";
import { PlainSource } from "../../../model/plain-source";
import { checkProperties } from "../../../model/validate";

/** What is wrong with properties, one line for each mistake. */
function mistakes(schema: z.ZodType, properties: JsonObject): string[] {
  const origin = { source: new PlainSource("", properties), path: [] };
  return checkProperties(schema, properties, [origin], []).findings.map((finding) =>
    formatFinding(finding).replace(/^error: /, ""),
  );
}

const one = z.strictObject({ user: z.int().optional(), name: z.string().default("") });
const oneOrMany = z.union([
  one.extend({ list: z.never().optional() }),
  z.strictObject({ list: z.array(one).describe("Several") }),
]);

describe("mistakes in one of several alternatives", () => {
  it("are told where they are, also when there are several and an alternative excludes the field", () => {
    expect(mistakes(oneOrMany, { list: [{ user: "0", name: 1 }] })).toEqual([
      'list[0].user: user is the string "0", must be a number (write it without quotes)',
      "list[0].name: name is the number 1, must be a string (put it in quotes)",
    ]);
  });

  it("names a field that fits another alternative only", () => {
    expect(mistakes(oneOrMany, { user: 1, list: [] })).toEqual([
      'user: field "user" cannot stand beside the other fields here',
    ]);
  });

  it("does not offer to leave out what says which alternative is meant", () => {
    const kinds = z.object({
      volume: z.discriminatedUnion("type", [
        z.object({ type: z.literal("secret") }),
        z.object({ type: z.literal("emptyDir").optional() }),
      ]),
    });
    expect(mistakes(kinds, { volume: {} })).toEqual([]);
    expect(mistakes(kinds, { volume: { type: "nope" } })).toEqual([
      'volume.type: type is the string "nope", must be "secret" or "emptyDir"',
    ]);
  });
});
