import { expect, it } from "vitest";
import { type ComparedCluster, checkCloud } from "../../../model/ack/check-cloud";

const LISTED = { clusterId: "c1", clusterName: "poc-01", state: "running" };

const compared = (more: Partial<ComparedCluster>): ComparedCluster => ({
  ...{ cluster: "poc-01", path: "here", cloudName: "poc-01", listed: LISTED, inState: true },
  ...{ forget: "FORGET", adopt: "ADOPT" },
  ...more,
});

/** What is said of one cluster. */
const told = (more: Partial<ComparedCluster>): string =>
  checkCloud([compared(more)])
    .map(({ message, hint }) => `${message}: ${hint}`)
    .join();

const inState = (state: string) => ({ ...LISTED, state });

it("says nothing of a cluster that is what it should be, and of one that is new", () => {
  expect(told({})).toBe("");
  expect(told({ listed: inState("updating") })).toBe("");
  expect(told({ listed: undefined, inState: false })).toBe("");
});

it("says how Pulumi forgets a cluster that is lost or broken", () => {
  expect(told({ listed: undefined })).toMatch(/does not have it any more: .*FORGET/);
  for (const state of ["failed", "deleting", "delete_failed"]) {
    expect(told({ listed: inState(state) })).toMatch(new RegExp(`c1 is ${state}: delete it .*FORGET`));
  }
  expect(told({ listed: inState("initial") })).toContain("still being created");
});

it("says how a cluster of the same name is adopted, joined or avoided", () => {
  expect(told({ inState: false })).toMatch(/which is running.*ADOPT/);
  expect(told({ inState: false, listed: inState("initial") })).toContain("wait until it is running");
  expect(told({ inState: false, adopt: undefined })).toMatch(/ack\.id.*ack\.name/);
});

it("tells of all clusters at once", () => {
  expect(checkCloud([compared({ listed: undefined }), compared({ inState: false })])).toHaveLength(2);
});
