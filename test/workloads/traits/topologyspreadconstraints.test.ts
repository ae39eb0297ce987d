import { describe, expect, it } from "vitest";
import { topologySpreadConstraints } from "../../../workloads/traits/topologyspreadconstraints";
import { podSpecWith, refused } from "./harness";

const containers = [{ name: "web", image: "nginx:1" }];

describe("topologyspreadconstraints", () => {
  it("keeps constraints in order, with defaults", () => {
    const constraints = [
      { maxSkew: 1, topologyKey: "zone", labelSelector: { matchExpressions: [{ key: "app", values: ["web"] }] } },
      { maxSkew: 2, topologyKey: "node" },
    ];
    expect(podSpecWith(topologySpreadConstraints, { constraints })).toEqual({
      containers,
      topologySpreadConstraints: [
        {
          maxSkew: 1,
          topologyKey: "zone",
          whenUnsatisfiable: "DoNotSchedule",
          labelSelector: { matchExpressions: [{ key: "app", operator: "In", values: ["web"] }] },
        },
        { maxSkew: 2, topologyKey: "node", whenUnsatisfiable: "DoNotSchedule", labelSelector: {} },
      ],
    });
  });

  it("takes every property", () => {
    const constraint = {
      maxSkew: 3,
      topologyKey: "zone",
      whenUnsatisfiable: "ScheduleAnyway",
      labelSelector: { matchLabels: { app: "web" } },
      minDomains: 2,
      matchLabelKeys: ["pod-template-hash"],
      nodeAffinityPolicy: "Ignore",
      nodeTaintsPolicy: "Honor",
    };
    expect(podSpecWith(topologySpreadConstraints, { constraints: [constraint] })).toEqual({
      containers,
      topologySpreadConstraints: [constraint],
    });
  });

  it("writes an empty list without constraints", () => {
    expect(podSpecWith(topologySpreadConstraints, {})).toEqual({ containers, topologySpreadConstraints: [] });
  });

  it("refuses what KubeVela refuses", () => {
    const constraint = {
      maxSkew: 1.5,
      whenUnsatisfiable: "Never",
      labelSelector: { app: "web" },
      nodeAffinityPolicy: "No",
    };
    expect(refused(topologySpreadConstraints, { constraints: [constraint] })).toEqual([
      "constraints.0.maxSkew: invalid_type",
      "constraints.0.topologyKey: invalid_type",
      "constraints.0.whenUnsatisfiable: invalid_value",
      "constraints.0.labelSelector: unrecognized_keys",
      "constraints.0.nodeAffinityPolicy: invalid_value",
    ]);
  });
});
