import { describe, expect, it } from "vitest";
import { affinity } from "../../../workloads/traits/affinity";
import { podSpecWith, refused } from "./harness";

const containers = [{ name: "web", image: "nginx:1" }];

const REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
const PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";

describe("affinity", () => {
  it.each(["podAffinity", "podAntiAffinity"])("writes %s with every field of its terms", (kind) => {
    const term = {
      labelSelector: { matchLabels: { app: "cache" }, matchExpressions: [{ key: "tier", values: ["a", "b"] }] },
      namespace: "one",
      namespaces: ["two"],
      topologyKey: "zone",
      namespaceSelector: { matchExpressions: [{ key: "team", operator: "Exists" }] },
    };
    const rendered = {
      ...term,
      labelSelector: {
        matchLabels: { app: "cache" },
        matchExpressions: [{ key: "tier", operator: "In", values: ["a", "b"] }],
      },
    };
    const properties = { [kind]: { required: [term], preferred: [{ weight: 100, podAffinityTerm: term }] } };
    expect(podSpecWith(affinity, properties)).toEqual({
      containers,
      affinity: { [kind]: { [REQUIRED]: [rendered], [PREFERRED]: [{ weight: 100, podAffinityTerm: rendered }] } },
    });
  });

  it("writes nodeAffinity with every field of its terms", () => {
    const nodeAffinity = {
      required: { nodeSelectorTerms: [{ matchExpressions: [{ key: "cores", operator: "Gt", values: ["8"] }] }] },
      preferred: [{ weight: 1, preference: { matchFields: [{ key: "metadata.name", values: ["n1"] }] } }],
    };
    expect(podSpecWith(affinity, { nodeAffinity })).toEqual({
      containers,
      affinity: {
        nodeAffinity: {
          [REQUIRED]: { nodeSelectorTerms: [{ matchExpressions: [{ key: "cores", operator: "Gt", values: ["8"] }] }] },
          [PREFERRED]: [
            { weight: 1, preference: { matchFields: [{ key: "metadata.name", operator: "In", values: ["n1"] }] } },
          ],
        },
      },
    });
  });

  it("writes tolerations, which compare by default", () => {
    const tolerations = [
      { key: "gpu", value: "yes", effect: "NoSchedule" },
      { operator: "Exists", effect: "NoExecute", tolerationSeconds: 60 },
    ];
    expect(podSpecWith(affinity, { tolerations })).toEqual({
      containers,
      tolerations: [
        { key: "gpu", value: "yes", effect: "NoSchedule", operator: "Equal" },
        { operator: "Exists", effect: "NoExecute", tolerationSeconds: 60 },
      ],
    });
  });

  it("writes only what is given, down to empty kinds", () => {
    expect(podSpecWith(affinity, {})).toEqual({ containers });
    expect(podSpecWith(affinity, { podAffinity: {}, nodeAffinity: { required: {} } })).toEqual({
      containers,
      affinity: { podAffinity: {}, nodeAffinity: { [REQUIRED]: { nodeSelectorTerms: [] } } },
    });
  });

  it("merges with what is there, and refuses to contradict it", () => {
    const podSpec = { tolerations: [{ key: "a", operator: "Equal" }], affinity: { podAffinity: { [REQUIRED]: [] } } };
    const properties = { tolerations: [{ key: "a", value: "1" }], nodeAffinity: {} };
    expect(podSpecWith(affinity, properties, podSpec)).toEqual({
      tolerations: [{ key: "a", operator: "Equal", value: "1" }],
      affinity: { podAffinity: { [REQUIRED]: [] }, nodeAffinity: {} },
    });
    expect(() => podSpecWith(affinity, { tolerations: [{ key: "b" }] }, podSpec)).toThrow(
      "spec.template.spec.tolerations[0].key",
    );
  });

  it("refuses what KubeVela refuses", () => {
    const term = { topologyKey: "zone" };
    const properties = {
      podAffinity: { required: [{ topologyKey: 1 }, { ...term, labels: {} }] },
      podAntiAffinity: {
        preferred: [{ weight: 0, podAffinityTerm: term }, { weight: 101, podAffinityTerm: term }, {}],
      },
      nodeAffinity: { preferred: [{ weight: 5, preference: { matchFields: [{ key: "a", operator: "Like" }] } }] },
      tolerations: [{ operator: "Gt", effect: "Sometimes", tolerationSeconds: "1" }],
    };
    expect(refused(affinity, properties)).toEqual([
      "podAffinity.required.0.topologyKey: invalid_type",
      "podAffinity.required.1: unrecognized_keys",
      "podAntiAffinity.preferred.0.weight: too_small",
      "podAntiAffinity.preferred.1.weight: too_big",
      "podAntiAffinity.preferred.2.weight: invalid_type",
      "podAntiAffinity.preferred.2.podAffinityTerm: invalid_type",
      "nodeAffinity.preferred.0.preference.matchFields.0.operator: invalid_value",
      "tolerations.0.operator: invalid_value",
      "tolerations.0.effect: invalid_value",
      "tolerations.0.tolerationSeconds: invalid_type",
    ]);
  });
});
