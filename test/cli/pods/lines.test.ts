import { describe, expect, it } from "vitest";
import { type LineStyle, type LogSource, lineFormatter, merge, parseLine } from "../../../cli/pods/lines";

function source(pod: string, container = "main"): LogSource {
  return { cluster: "c1", namespace: "default", component: "web", pod, container };
}

const log = (pod: string, ...lines: string[]) => lines.map((line) => parseLine(source(pod), line));

function format(style: Partial<LineStyle>) {
  return lineFormatter({ output: "text", timestamps: false, paint: (colour, text) => `<${colour} ${text}>`, ...style });
}

describe("lines of logs", () => {
  it("are merged by time, and those of one log stay in their order", () => {
    const merged = merge([
      log("a", "2020-01-01T00:00:01.5Z 2", "2020-01-01T00:00:01.5Z 3", "2020-01-01T00:00:10Z 5"),
      log("b", "2020-01-01T00:00:01Z 1", "2020-01-01T00:00:01.51Z 4"),
    ]);
    expect(merged.map(({ message }) => message).join("")).toBe("12345");
  });

  it("keep their spaces, and may be empty", () => {
    expect(parseLine(source("a"), "T   x y ")).toMatchObject({ time: "T", message: "  x y " });
    expect(parseLine(source("a"), "T")).toMatchObject({ time: "T", message: "" });
  });

  it("begin with where they are from, in a colour for each pod", () => {
    const print = format({});
    const [a] = log("a", "T one");
    const [b] = log("b", "T two");
    const lines = [a, b, a].map((line) => (line === undefined ? "" : print(line)));
    expect(lines).toEqual(["<cyan c1/a main |> one\n", "<magenta c1/b main |> two\n", "<cyan c1/a main |> one\n"]);
  });

  it.each<[Partial<LineStyle>, string]>([
    [{ timestamps: true }, "<cyan c1/a main |> T one\n"],
    [{ output: "raw" }, "one\n"],
    [{ output: "raw", timestamps: true }, "T one\n"],
    [
      { output: "json" },
      '{"cluster":"c1","namespace":"default","component":"web","pod":"a","container":"main","time":"T","message":"one"}\n',
    ],
  ])("with %j are %j", (style, expected) => {
    for (const line of log("a", "T one")) expect(format(style)(line)).toBe(expected);
  });
});
