import { expect, it } from "vitest";
import { unknownNote, unwaited } from "../../../cli/cluster/unwait";

const inCluster = (cluster: string) => ({
  provider: `urn:pulumi:prod::flotilla::flotilla:index:Cluster$pulumi:providers:kubernetes::${cluster}::1234`,
});

it("lets nothing in the clusters be waited for, and leaves everything else as it is", () => {
  const initErrors = ["timed out"];
  const resources = [
    { urn: "waited", ...inCluster("west"), initErrors },
    { urn: "ready", ...inCluster("west") },
    { urn: "elsewhere", ...inCluster("west-2"), initErrors },
    { urn: "nowhere", initErrors },
  ];
  const { resources: left, count } = unwaited(resources, new Set(["west"]));
  expect(left).toEqual([{ urn: "waited", ...inCluster("west") }, ...resources.slice(1)]);
  expect(count).toBe(1);
  expect(unwaited(resources, new Set(["other"]))).toEqual({ resources, count: 0 });
});

it("tells which cluster may have been meant, when nothing was delivered to one", () => {
  const known = new Set(["us-west-1", "eu-1"]);
  expect(unknownNote("us-wst-1", known)).toBe(
    'note: the stack has delivered nothing to a cluster "us-wst-1": did you mean "us-west-1"?',
  );
  expect(unknownNote("mars", known)).toBe('note: the stack has delivered nothing to a cluster "mars"');
});
