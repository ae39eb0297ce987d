import { describe, expect, it } from "vitest";
import { listAll } from "../../../components/ocm/list-all";

/** A hub with things called 0, 1, …, which sends no more than it is asked for at once. */
function hub(count: number) {
  const asked: string[] = [];
  return {
    asked,
    get: async (path: string) => {
      asked.push(path);
      const query = new URL(path, "https://hub").searchParams;
      const [from, limit] = [Number(query.get("continue") || 0), Number(query.get("limit"))];
      const to = Math.min(count, from + limit);
      const items = Array.from({ length: to - from }, (_, index) => from + index);
      return { items, metadata: to < count ? { continue: String(to) } : {} };
    },
  };
}

describe("a list of the hub's", () => {
  it("has all of them, however many the hub sends at once", async () => {
    const api = hub(1234);
    expect((await listAll(api, "/apis/things"))?.items).toEqual(Array.from({ length: 1234 }, (_, index) => index));
    expect(api.asked).toHaveLength(3);
  });

  it("costs no more than what matters", async () => {
    const api = hub(1234);
    expect((await listAll(api, "/apis/things", { atMost: 1 }))?.items).toEqual([0]);
    expect(api.asked).toEqual(["/apis/things?limit=1&continue="]);
  });

  it("has only what carries certain labels, on every page", async () => {
    const api = hub(600);
    await listAll(api, "/apis/things", { labelSelector: "a=b,c" });
    const selectors = api.asked.map((path) => new URL(path, "https://hub").searchParams.get("labelSelector"));
    expect(selectors).toEqual(["a=b,c", "a=b,c"]);
  });

  it("is not there when the hub does not know such a thing", async () => {
    expect(await listAll({ get: async () => undefined }, "/apis/things")).toBeUndefined();
  });
});
