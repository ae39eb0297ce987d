import { expect, it } from "vitest";
import { workStatus } from "../../ocm/work-status";

const work = (observedGeneration: number) => ({
  metadata: { generation: 2 },
  status: {
    conditions: [{ type: "Applied", status: "False", observedGeneration }],
    resourceStatus: {
      manifests: [
        { resourceMeta: { kind: "ConfigMap", name: "a" }, conditions: [{ type: "Applied", status: "True" }] },
        {
          resourceMeta: { kind: "Secret", name: "b" },
          conditions: [{ type: "Applied", status: "False", message: "not allowed" }],
        },
        { resourceMeta: {}, conditions: [{ type: "Applied", status: "False", message: "no such kind" }] },
      ],
    },
  },
});

it("says what agents have against what is wanted now", () => {
  expect(workStatus(work(2))).toEqual({ seen: true, problems: ['Secret "b": not allowed', "no such kind"] });
});

it("takes nothing from an earlier version, or from nobody", () => {
  expect(workStatus(work(1))).toEqual({ seen: false, problems: [] });
  expect(workStatus({ metadata: { generation: 1 } })).toEqual({ seen: false, problems: [] });
  expect(workStatus(undefined)).toEqual({ seen: false, problems: [] });
});
