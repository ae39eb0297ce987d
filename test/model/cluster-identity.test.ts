import { describe, expect, it } from "vitest";
import { checkIdentities, knownUids, withForgotten, withoutForgotten } from "../../model/cluster-identity";

const cluster = (uid: string) => ({ name: "new", identity: "old", index: 2, uid });
const messages = (...about: Parameters<typeof checkIdentities>) =>
  checkIdentities(...about).map(({ message }) => message);

describe("a cluster's own identity", () => {
  it("is noted when it is seen first, and is the same afterwards, also under another name", () => {
    expect(messages({}, [cluster("1")])).toEqual([]);
    expect(messages({ old: "1" }, [cluster("1")])).toEqual([]);
    expect(messages({ old: "1" }, [])).toEqual([]);
  });

  it("is told about when it is another one, with what accepts it", () => {
    const [finding] = checkIdentities({ old: "1" }, [cluster("2")]);
    expect(finding).toMatchObject({ severity: "error", path: "flotilla:clusters[2]" });
    expect(finding?.message).toContain("UID 2, and had 1");
    expect(finding?.hint).toContain("npx flotilla cluster accept new");
    const [unlisted] = checkIdentities({ old: "1" }, [{ ...cluster("2"), index: undefined }]);
    expect(unlisted).not.toHaveProperty("path");
  });

  it("is anybody's once the former cluster was forgotten, under all its names", () => {
    const after = withForgotten({ old: "1", other: "3" }, ["new", "old"]);
    expect(after).toEqual({ new: "", old: "", other: "3" });
    expect(messages(after, [cluster("2")])).toEqual([]);
  });

  it("decides whether what was delivered is there", () => {
    const inventories = { "default/shop": [{ cluster: "new" }, { cluster: "other" }], "default/blog": [] };
    expect(withoutForgotten(inventories, { new: "", other: "3" })).toEqual({
      ...{ "default/shop": [{ cluster: "other" }], "default/blog": [] },
    });
    expect(withoutForgotten(inventories, undefined)).toEqual(inventories);
  });

  it("is read from outputs that may be anything", () => {
    expect(knownUids({ a: "1", b: 2 })).toEqual({ a: "1" });
    expect(knownUids(undefined)).toEqual({});
  });
});
