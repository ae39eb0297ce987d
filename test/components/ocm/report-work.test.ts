import { expect, it } from "vitest";
import { pauseFor } from "../../../components/ocm/report-work";

it("a hub is asked no more often about a thousand works than about a hundred", () => {
  const perSecond = (works: number) => (works / pauseFor(works)) * 1000;
  expect(perSecond(1000)).toBeCloseTo(perSecond(100));
  expect(pauseFor(5)).toBe(pauseFor(1));
});
