import { describe, expect, it } from "vitest";
import type { Answer, Answers } from "../../components/answers";
import { silentAmong } from "../../components/skipping";

/** Clusters that answer, or do not, and the names of those that were asked. */
function answering(all: Record<string, Answer>) {
  const asked: string[] = [];
  const of = async (cluster: string) => {
    asked.push(cluster);
    return all[cluster];
  };
  return { asked, answers: { of } as unknown as Answers };
}

const cluster = (name: string, unreachable?: "skip" | "fail") => ({
  ...{ cluster: name, previousNames: [], ...(unreachable === undefined ? {} : { unreachable }) },
});

describe("clusters that may be skipped", () => {
  const silent: Answer = { kind: "silent", reason: "nobody is there" };
  const there: Answer = { kind: "answers", uid: "1" };

  it("are those that do not answer, and only those are asked that may be", async () => {
    const { asked, answers } = answering({ a: silent, b: there, c: silent, d: { kind: "refuses", reason: "no" } });
    const credentials = [cluster("a", "skip"), cluster("b", "skip"), cluster("c"), cluster("d", "skip")];
    expect([...(await silentAmong({ credentials, unreachable: "fail" }, answers))]).toEqual([["a", "nobody is there"]]);
    expect(asked).toEqual(["a", "b", "d"]);
  });

  it("are all, where the configuration says so, but for those that are exempt", async () => {
    const { answers } = answering({ a: silent, c: silent });
    const credentials = [cluster("a", "fail"), cluster("c")];
    expect([...(await silentAmong({ credentials, unreachable: "skip" }, answers)).keys()]).toEqual(["c"]);
  });
});
