import { describe, expect, it } from "vitest";
import { nodeAffinity } from "../../../workloads/traits/node-affinity";
import { podSpecWith, refused } from "./harness";

const containers = [{ name: "web", image: "nginx:1" }];

describe("node-affinity", () => {
  it("writes labels and taints in the order of their keys", () => {
    const properties = { affinity: { zone: ["z1"], disk: ["ssd", "nvme"] }, tolerations: { b: "2", a: "1" } };
    expect(podSpecWith(nodeAffinity, properties)).toEqual({
      containers,
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [
              {
                matchExpressions: [
                  { key: "disk", operator: "In", values: ["ssd", "nvme"] },
                  { key: "zone", operator: "In", values: ["z1"] },
                ],
              },
            ],
          },
        },
      },
      tolerations: [
        { effect: "NoSchedule", key: "a", operator: "Equal", value: "1" },
        { effect: "NoSchedule", key: "b", operator: "Equal", value: "2" },
      ],
    });
  });

  it("changes nothing without properties", () => {
    expect(podSpecWith(nodeAffinity, {})).toEqual({ containers });
  });

  it("refuses a single value for a label, and numbers", () => {
    expect(refused(nodeAffinity, { affinity: { disk: "ssd" }, tolerations: { a: 1 } })).toEqual([
      "affinity.disk: invalid_type",
      "tolerations.a: invalid_type",
    ]);
  });
});
