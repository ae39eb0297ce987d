import { output, type Resource } from "@pulumi/pulumi";
import { afterEach, expect, it, vi } from "vitest";
import { pauseFor, reportWork } from "../../../components/ocm/report-work";
import type { WorkNode } from "../../../plan/graph-types";

afterEach(() => {
  vi.useRealTimers();
});

it("a hub is asked no more often about a thousand works than about a hundred", () => {
  const perSecond = (works: number) => (works / pauseFor(works)) * 1000;
  expect(perSecond(1000)).toBeCloseTo(perSecond(100));
  expect(pauseFor(5)).toBe(pauseFor(1));
});

it("a hub is asked only about what has begun", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout"] });
  const asked: string[] = [];
  const hub = {
    get: async (path: string) => {
      asked.push(path.split("/").at(-1) ?? "");
      return undefined;
    },
  };
  const at = (name: string) => ({ work: { metadata: { namespace: "c1", name } } }) as unknown as WorkNode;
  const made = (urn: Promise<string>) => ({ urn: output(urn) }) as unknown as Resource;
  const [done, pending] = [made(Promise.resolve("urn")), made(new Promise(() => {}))];
  reportWork(hub, at("first"), pending, []);
  reportWork(hub, at("second"), pending, [done]);
  reportWork(hub, at("third"), pending, [done, pending]);
  await vi.advanceTimersByTimeAsync(pauseFor(2) + 1);
  expect(asked.sort()).toEqual(["first", "second"]);
});
