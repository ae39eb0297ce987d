import { expect, it } from "vitest";
import { DURATION, durationSeconds, durationText } from "../../model/duration";

it.each([
  ["90s", 90],
  ["10m", 600],
  ["1h30m", 5400],
  ["1h1s", 3601],
  ["", 0],
])("%j is %d seconds", (duration, seconds) => {
  expect(DURATION.test(duration)).toBe(true);
  expect(durationSeconds(duration)).toBe(seconds);
});

it("is written as people would", () => {
  expect([0, 90, 600, 5400, 3601].map(durationText)).toEqual(["0s", "1m30s", "10m", "1h30m", "1h1s"]);
});

it.each(["90", "1.5h", "30s10m", "s"])("%j is no duration", (text) => {
  expect(DURATION.test(text)).toBe(false);
});
