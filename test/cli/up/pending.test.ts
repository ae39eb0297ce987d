import { expect, it } from "vitest";
import { pendingRun } from "../../../cli/up/pending";
import { isWrittenAfter } from "../../../cli/up/state";

const time = "2026-01-02T03:04:05.678Z";
const state = (...types: string[]) =>
  JSON.stringify({
    deployment: {
      manifest: { time },
      resources: [
        {
          urn: "urn:pulumi:prod::flotilla::flotilla:index:Application::default/shop",
          type: "flotilla:index:Application",
        },
        { urn: "urn:pulumi:prod::flotilla::pulumi:index:Stash::default/shop/step-1", type: "pulumi:index:Stash" },
      ],
      pending_operations: types.map((type) => ({ type: "updating", resource: { urn: "urn", type } })),
    },
  });

it("tells of a run that was cut off while it did something to objects, since before it can have begun to", () => {
  const since = new Date("2026-01-02T02:54:05.678Z");
  expect(pendingRun(state("kubernetes:apps/v1:Deployment"), 600)).toEqual({ since, applications: ["default/shop"] });
});

it("tells of one that was cut off while a step did something", () => {
  expect(pendingRun(state("flotilla:index:Step"), 600)?.applications).toEqual(["default/shop"]);
});

it("tells of none where nothing was going on, or only with what is in no cluster", () => {
  expect(pendingRun(state(), 600)).toBeUndefined();
  expect(pendingRun(state("alicloud:cs/managedKubernetes:ManagedKubernetes"), 600)).toBeUndefined();
  expect(pendingRun(JSON.stringify({ deployment: null }), 600)).toBeUndefined();
  expect(pendingRun("{}", 600)).toBeUndefined();
});

it("knows whether a state was written after a time", () => {
  expect(isWrittenAfter(state(), new Date("2026-01-02T03:04:05.678Z"))).toBe(true);
  expect(isWrittenAfter(state(), new Date("2026-01-02T03:04:05.679Z"))).toBe(false);
  expect(isWrittenAfter("{}", new Date(1))).toBe(false);
});
