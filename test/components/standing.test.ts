import { expect, it } from "vitest";
import { isStale } from "../../components/standing";

const skipped = (cluster: string, since: string) => ({ cluster, since, reason: since, applications: ["default/shop"] });
const outputs = { deliveries: [], steps: [], held: [] };

it("is told anew that a cluster is left out, and that it is not any more, but not once more since another time", () => {
  const before = { ...outputs, skipped: [skipped("c1", "yesterday")] };
  expect(isStale([], [], outputs)).toBe(false);
  expect(isStale([], [skipped("c1", "today")], outputs)).toBe(true);
  expect(isStale([], [skipped("c1", "today")], before)).toBe(false);
  expect(isStale([], [skipped("c2", "today")], before)).toBe(true);
  expect(isStale([], [], before)).toBe(true);
});
