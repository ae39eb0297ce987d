import { describe, expect, it } from "vitest";
import { labelLines, parseLabels } from "../../../cli/cluster/labels";

describe("labels in commands", () => {
  it("are pairs with commas between them", () => {
    expect(parseLabels("region=eu, x.y/tier=gold,empty=")).toEqual({ region: "eu", "x.y/tier": "gold", empty: "" });
    expect(parseLabels("")).toEqual({});
  });

  it("are refused with every part that is no pair", () => {
    expect(() => parseLabels("a,b=1,=c,d=e=f")).toThrow(
      ["a", "=c", "d=e=f"]
        .map((pair) => `error: invalid label key-value pair ${pair}, should use the format LABEL_KEY=LABEL_VAL`)
        .join("\n"),
    );
  });

  it("are printed in order", () => {
    expect(labelLines({ b: "2", a: "" })).toEqual(["a=", "b=2"]);
  });
});
