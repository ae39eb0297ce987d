import { describe, expect, it } from "vitest";
import { podSecurityContext } from "../../../workloads/traits/podsecuritycontext";
import { podSpecWith, refused } from "./harness";

const containers = [{ name: "web", image: "nginx:1" }];

describe("podsecuritycontext", () => {
  it("refuses root by default", () => {
    expect(podSpecWith(podSecurityContext, {})).toEqual({ containers, securityContext: { runAsNonRoot: true } });
  });

  it("takes every property", () => {
    const properties = {
      appArmorProfile: { type: "RuntimeDefault" },
      fsGroup: 1,
      runAsGroup: 2,
      runAsUser: 0,
      seccompProfile: { type: "Localhost", localhostProfile: "p.json" },
      runAsNonRoot: false,
    };
    expect(podSpecWith(podSecurityContext, properties)).toEqual({ containers, securityContext: properties });
  });

  it("merges with what is there, and refuses to contradict it", () => {
    expect(podSpecWith(podSecurityContext, { fsGroup: 2 }, { securityContext: { supplementalGroups: [1] } })).toEqual({
      securityContext: { supplementalGroups: [1], fsGroup: 2, runAsNonRoot: true },
    });
    expect(() => podSpecWith(podSecurityContext, {}, { securityContext: { runAsNonRoot: false } })).toThrow(
      "spec.template.spec.securityContext.runAsNonRoot",
    );
  });

  it("refuses other profile types, and text for numbers", () => {
    expect(
      refused(podSecurityContext, { seccompProfile: { type: "Strict" }, runAsUser: "0", appArmorProfile: {} }),
    ).toEqual(["appArmorProfile.type: invalid_value", "runAsUser: invalid_type", "seccompProfile.type: invalid_value"]);
  });
});
