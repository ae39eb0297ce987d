import { expect, it } from "vitest";
import { colours } from "../../cli/colours";

const terminal = { isTTY: true };
const pipe = {};

it.each([
  [terminal, {}, true],
  [terminal, { NO_COLOR: "1" }, false],
  [terminal, { NO_COLOR: "" }, true],
  [terminal, { TERM: "dumb" }, false],
  [terminal, { FORCE_COLOR: "0" }, false],
  [pipe, {}, false],
  [pipe, { FORCE_COLOR: "1" }, true],
  [pipe, { FORCE_COLOR: "", NO_COLOR: "1" }, true],
])("%j with %j has colours: %s", (stream, env, expected) => {
  const text = colours(stream, env)("red", "x");
  expect(text).toBe(expected ? "\u001b[31mx\u001b[39m" : "x");
});
