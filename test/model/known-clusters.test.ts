import { describe, expect, it } from "vitest";
import { formatFinding } from "../../model/findings";
import { checkRenames, knownClusters, type ReachedCluster, serverOf } from "../../model/known-clusters";

const cluster = (name: string, more: Partial<ReachedCluster> = {}): ReachedCluster => ({
  name,
  server: `https://${name}`,
  authority: name,
  identity: more.previousNames?.[0] ?? name,
  previousNames: [],
  ...more,
});

const check = (before: ReachedCluster[], now: ReachedCluster[], configured = now.map(({ name }) => name)) =>
  checkRenames(before, now, configured, "npx pulumi up --refresh").map(formatFinding);

describe("clusters between two deliveries", () => {
  it("may stay, come and go", () => {
    expect(check([], [cluster("a")])).toEqual([]);
    expect(check([cluster("a"), cluster("b")], [cluster("b"), cluster("c")])).toEqual([]);
  });

  it("may be renamed when they say so", () => {
    const renamed = cluster("b", { ...cluster("a"), name: "b", previousNames: ["a"] });
    expect(check([cluster("a")], [renamed])).toEqual([]);
  });

  it("must not be renamed silently", () => {
    const renamed = cluster("b", { server: "https://a", authority: "a" });
    expect(check([cluster("a")], [cluster("x"), renamed])).toEqual([
      'error: flotilla:clusters[1].previousNames: cluster "b" is at the same address as "a", which is gone: ' +
        "if it was renamed, everything in it would be deleted " +
        "(say so: pulumi config set --path 'flotilla:clusters[1].previousNames[0]' a)",
    ]);
  });

  it("cannot get a name back that they had before", () => {
    const [back, between] = [cluster("a"), cluster("c", { ...cluster("a"), name: "c", previousNames: ["a"] })];
    for (const now of [back, between]) {
      const before = cluster("b", { ...cluster("a"), name: "b" });
      expect(check([before], [now])).toEqual([
        expect.stringMatching(/\(its previousNames have to name "b", too, under a name that it never had: .*\)$/),
      ]);
    }
  });

  it("must not forget their first name", () => {
    const before = cluster("b", { identity: "a" });
    const wrong = [cluster("b"), cluster("c", { previousNames: ["b"], server: "https://b" })];
    for (const now of wrong) {
      expect(check([before], [now])).toEqual([
        expect.stringMatching(/^error: .*was called "a" at first .*previousNames\[0\]' a\)$/),
      ]);
    }
    expect(check([before], [cluster("c", { previousNames: ["a", "b"], authority: "b" })])).toEqual([]);
  });

  it("may be known by two names at once, one of which goes", () => {
    const twin = cluster("b", { server: "https://a", authority: "a" });
    expect(check([cluster("a"), twin], [twin])).toEqual([]);
  });

  it("may be configured without being delivered to any more", () => {
    const other = cluster("b", { server: "https://a", authority: "a" });
    expect(check([cluster("a")], [other], ["a", "b"])).toEqual([]);
  });

  it("may move to another address, but deserve a look when they may be another cluster", () => {
    expect(check([cluster("a")], [cluster("a", { server: "https://moved" })])).toEqual([]);
    expect(check([cluster("a")], [cluster("a", { authority: "new" })])).toEqual([
      expect.stringMatching(/^warning: flotilla:clusters: cluster "a" has another certificate authority/),
    ]);
    expect(check([cluster("a")], [cluster("a", { authority: "" })])).toEqual([]);
  });
});

it("reads what earlier versions of itself wrote, and nothing else", () => {
  const known = { name: "a", server: "https://a", authority: "x", identity: "a" };
  expect(knownClusters([known, { name: "b" }, "c"])).toEqual([known]);
  expect(knownClusters(undefined)).toEqual([]);
});

it("tells a server without what would be secret", () => {
  const kubeconfig = (cluster: object) => JSON.stringify({ clusters: [{ name: "c", cluster }] });
  expect(serverOf(kubeconfig({ server: "https://user:PLANTED@host:6443/path" }))).toEqual({
    server: "https://host:6443/path",
    authority: "",
  });
  const one = serverOf(kubeconfig({ server: "https://host", "certificate-authority-data": "one" }));
  const two = serverOf(kubeconfig({ server: "https://host", "certificate-authority-data": "two" }));
  expect(one.authority).toMatch(/^[0-9a-f]{16}$/);
  expect(one.authority).not.toBe(two.authority);
});
