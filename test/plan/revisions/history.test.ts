import { describe, expect, it } from "vitest";
import { lastDelivered, nextHistory } from "../../../plan/revisions/history";
import type { RevisionHistory, RevisionState } from "../../../plan/revisions/types";
import { place, revision, shop } from "./support";

/** The history after versions were delivered one after the other. */
function historyOf(versions: [image: string, state: RevisionState][], limit = 10, inUse: string[] = []) {
  let history: RevisionHistory | undefined;
  for (const [index, [image, state]] of versions.entries()) {
    const now = `2030-01-0${index + 1}T00:00:00Z`;
    const found = revision(shop({ image }) + place("c1"), history, now);
    const outcome = { revision: found, state, clusters: ["c2", "c1"], now };
    history = nextHistory(history, outcome, { limit, inUse: new Set(inUse) });
  }
  if (history === undefined) throw new Error("there was no version");
  return history;
}

const names = ({ revisions }: RevisionHistory) => revisions.map(({ name }) => name);

describe("revisions", () => {
  it("are made once for each change, and count from one", () => {
    const { current, revisions } = historyOf([
      ["a", "delivered"],
      ["a", "delivered"],
      ["b", "delivered"],
    ]);
    expect(revisions.map(({ name, number, made }) => [name, number, made])).toEqual([
      ["shop-v1", 1, "2030-01-01T00:00:00Z"],
      ["shop-v2", 2, "2030-01-03T00:00:00Z"],
    ]);
    expect(current).toBe("shop-v2");
  });

  it("are new when the content is that of an earlier one, but not of the newest", () => {
    expect(
      names(
        historyOf([
          ["a", "delivered"],
          ["b", "delivered"],
          ["a", "delivered"],
        ]),
      ),
    ).toEqual(["shop-v1", "shop-v2", "shop-v3"]);
  });

  it("tell when and where they were delivered completely first", () => {
    const { revisions, state } = historyOf([
      ["a", "held"],
      ["a", "delivered"],
      ["a", "held"],
    ]);
    expect(revisions[0]?.delivered).toEqual({ at: "2030-01-02T00:00:00Z", clusters: ["c1", "c2"] });
    expect(state).toBe("held");
  });

  it("are dropped but for the newest, those in use and the way back, and their numbers are not given again", () => {
    const versions = (state: RevisionState) =>
      ["a", "b", "c", "d", "e"].map((image): [string, RevisionState] => [image, state]);
    expect(names(historyOf(versions("delivered"), 2))).toEqual(["shop-v4", "shop-v5"]);
    expect(names(historyOf(versions("recorded"), 2, ["shop-v1"]))).toEqual(["shop-v1", "shop-v4", "shop-v5"]);
    expect(
      names(
        historyOf(
          [
            ["a", "delivered"],
            ["b", "held"],
            ["c", "held"],
          ],
          1,
        ),
      ),
    ).toEqual(["shop-v1", "shop-v3"]);
    expect(names(historyOf(versions("delivered"), 1))).toEqual(["shop-v4", "shop-v5"]);
  });

  it("go back to the last one before the current one that was delivered completely", () => {
    expect(
      lastDelivered(
        historyOf([
          ["a", "delivered"],
          ["b", "held"],
          ["c", "delivered"],
        ]),
      )?.name,
    ).toBe("shop-v1");
    expect(lastDelivered(historyOf([["a", "delivered"]]))).toBeUndefined();
  });
});
