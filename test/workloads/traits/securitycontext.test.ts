import { describe, expect, it } from "vitest";
import { securityContext } from "../../../workloads/traits/securitycontext";
import { podSpecWith, refused } from "./harness";

const two = { containers: [{ name: "web" }, { name: "log" }] };

const defaults = {
  capabilities: {},
  allowPrivilegeEscalation: false,
  privileged: false,
  readOnlyRootFilesystem: false,
  runAsNonRoot: true,
};

describe("securitycontext", () => {
  it("locks down the container that is named as the component", () => {
    expect(podSpecWith(securityContext, {}, two)).toEqual({
      containers: [{ name: "web", securityContext: defaults }, { name: "log" }],
    });
  });

  it("takes every property, for another container", () => {
    const properties = {
      ...{ containerName: "log", addCapabilities: ["NET_ADMIN"], dropCapabilities: ["ALL"] },
      ...{ allowPrivilegeEscalation: true, privileged: true, readOnlyRootFilesystem: true, runAsNonRoot: false },
      ...{ runAsUser: 0, runAsGroup: 5 },
    };
    expect(podSpecWith(securityContext, properties, two)).toEqual({
      containers: [
        { name: "web" },
        {
          name: "log",
          securityContext: {
            ...{ capabilities: { add: ["NET_ADMIN"], drop: ["ALL"] }, runAsUser: 0, runAsGroup: 5 },
            ...{ allowPrivilegeEscalation: true, privileged: true, readOnlyRootFilesystem: true, runAsNonRoot: false },
          },
        },
      ],
    });
  });

  it("takes several containers, each with its own properties", () => {
    const containers = [{ containerName: "log", runAsUser: 1 }, { containerName: "web" }];
    expect(podSpecWith(securityContext, { containers }, two)).toEqual({
      containers: [
        { name: "web", securityContext: defaults },
        { name: "log", securityContext: { ...defaults, runAsUser: 1 } },
      ],
    });
  });

  it("refuses containers that do not exist or are not named", () => {
    const unknown = { containers: [{ containerName: "web" }, { containerName: "db" }] };
    expect(() => podSpecWith(securityContext, unknown, two)).toThrow(
      expect.objectContaining({
        message: expect.stringContaining("container db not found"),
        path: ["containers", 1, "containerName"],
      }),
    );
    expect(() => podSpecWith(securityContext, { containers: [{}] }, two)).toThrow("containerName must be set");
  });

  it("refuses to contradict what is there", () => {
    const podSpec = { containers: [{ name: "web", securityContext: { privileged: true } }] };
    expect(() => podSpecWith(securityContext, {}, podSpec)).toThrow("containers[0].securityContext.privileged");
  });

  it("refuses unknown properties, wrong types, and one container beside several", () => {
    expect(refused(securityContext, { runAsRoot: true })).toEqual([": unrecognized_keys"]);
    expect(refused(securityContext, { runAsUser: "0", privileged: 1 })).toEqual([": invalid_union"]);
    expect(refused(securityContext, { containers: [], privileged: true })).toHaveLength(1);
    expect(refused(securityContext, { containers: [{ runAsUser: "0" }] })).toHaveLength(1);
  });
});
