import { describe, expect, it } from "vitest";
import { chooseHistory, chooseRevision } from "../../../cli/revisions/history";
import { rollbackTarget } from "../../../cli/revisions/pins";
import { revisionRows, revisionTable } from "../../../cli/revisions/rows";
import type { Revision, RevisionHistory } from "../../../plan/revisions/types";

const made = (number: number, delivered = true): Revision => ({
  ...{ name: `shop-v${number}`, number, digest: `d${number}`, made: "2030-01-01T00:00:00Z", packed: "" },
  ...(delivered ? { delivered: { at: "2030-01-02T00:00:00Z", clusters: ["c1", "c2"] } } : {}),
});

const history = (state: RevisionHistory["state"], ...revisions: Revision[]): RevisionHistory => ({
  ...{ current: revisions.at(-1)?.name ?? "", state, revisions },
});

const shop = history("delivered", made(1), made(2, false), made(3));

describe("flotilla revisions", () => {
  it("lists them with what is delivered now, newest first", () => {
    expect(
      revisionTable(revisionRows("default/shop", shop, "shop-v1")).map((row) => row.filter((_, index) => index !== 2)),
    ).toEqual([
      ["APPLICATION", "REVISION", "DIGEST", "STATUS", "CLUSTERS"],
      ["default/shop", "shop-v3", "d3", "delivered", "2"],
      ["default/shop", "shop-v2", "d2", "never", "-"],
      ["default/shop", "shop-v1", "d1", "earlier, pinned", "2"],
    ]);
  });

  it("takes the name of an Application with and without its namespace, and short names of revisions", () => {
    const all = { "default/shop": shop, "a/blog": shop, "b/blog": shop };
    expect(chooseHistory(all, "shop")[0]).toBe("default/shop");
    expect(chooseHistory(all, "b/blog")[0]).toBe("b/blog");
    expect(() => chooseHistory(all, "blog")).toThrow(
      'several Applications are called "blog" (name one: a/blog, b/blog)',
    );
    expect(() => chooseHistory(all, "shpo")).toThrow('no revision of "shpo" is kept (did you mean "shop"?)');
    expect(chooseHistory({ "default/shop": shop })[0], "the only one").toBe("default/shop");
    expect(() => chooseHistory(all)).toThrow("name one: default/shop, a/blog, b/blog");
    expect(() => chooseHistory({})).toThrow("no revision is kept yet");
    for (const written of ["shop-v2", "v2", "2"]) expect(chooseRevision(shop, "x", written).number).toBe(2);
    expect(() => chooseRevision(shop, "default/shop", "v9")).toThrow('default/shop has no revision "v9"');
  });

  it("rolls back to the last one that was delivered completely", () => {
    const target = (one: RevisionHistory, failed: boolean) => rollbackTarget("default/shop", one, failed).name;
    expect(target(shop, false)).toBe("shop-v1");
    expect(target(shop, true), "the run after shop-v3 failed").toBe("shop-v3");
    expect(target(history("held", made(1), made(2, false)), false)).toBe("shop-v1");
    expect(() => target(history("delivered", made(1)), false)).toThrow("has no earlier revision");
  });
});
