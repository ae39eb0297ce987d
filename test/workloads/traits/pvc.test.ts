import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../model/json";
import { pvc } from "../../../workloads/traits/pvc";
import { applyTrait, deployment, podSpecWith, refused } from "./harness";

const minimal: JsonObject = { claimName: "c", resources: { requests: { storage: "1Gi" } } };

function claimSpec(properties: JsonObject): unknown {
  return applyTrait(pvc, { ...minimal, ...properties }).outputs?.claim?.spec;
}

const volume = (name: string) => ({ name, persistentVolumeClaim: { claimName: "c" } });

describe("pvc", () => {
  it("creates the claim and mounts it into the container", () => {
    const volumesToMount = [{ name: "data", mountPath: "/data" }];
    expect(applyTrait(pvc, { ...minimal, accessModes: ["ReadWriteOnce"], volumesToMount })).toEqual({
      workload: deployment({
        containers: [{ name: "web", image: "nginx:1", volumeMounts: [{ name: "data", mountPath: "/data" }] }],
        volumes: [volume("data")],
      }),
      outputs: {
        claim: {
          apiVersion: "v1",
          kind: "PersistentVolumeClaim",
          metadata: { name: "c" },
          spec: {
            accessModes: ["ReadWriteOnce"],
            volumeMode: "Filesystem",
            resources: { requests: { storage: "1Gi" } },
          },
        },
      },
    });
  });

  it("gives a block device to the container", () => {
    const properties = { ...minimal, volumeMode: "Block", volumesToMount: [{ name: "disk", devicePath: "/dev/x" }] };
    expect(podSpecWith(pvc, properties)).toEqual({
      containers: [{ name: "web", image: "nginx:1", volumeDevices: [{ name: "disk", devicePath: "/dev/x" }] }],
      volumes: [volume("disk")],
    });
  });

  it("adds only the volume when the mode is neither, as KubeVela does", () => {
    const properties = { ...minimal, volumeMode: "Other", volumesToMount: [{ name: "v" }] };
    expect(podSpecWith(pvc, properties, { containers: [{ name: "web" }] })).toEqual({
      containers: [{ name: "web" }],
      volumes: [volume("v")],
    });
  });

  it("takes every property of the claim", () => {
    const source = { name: "snap", kind: "VolumeSnapshot", apiGroup: "snapshot.storage.k8s.io" };
    const resources = { requests: { storage: "1Gi" }, limits: { storage: "2Ti" } };
    const own = { volumeName: "pv", storageClassName: "fast", resources, accessModes: ["ReadWriteMany"] };
    const properties = { ...own, dataSource: source, dataSourceRef: { ...source, namespace: "other" } };
    expect(claimSpec(properties)).toEqual({ ...properties, volumeMode: "Filesystem" });
  });

  it("writes the selector into dataSource, as KubeVela does", () => {
    const selector = { matchLabels: { a: "b" }, matchExpressions: { key: "k", operator: "In", values: ["v"] } };
    expect(claimSpec({ selector })).toEqual({
      accessModes: [],
      volumeMode: "Filesystem",
      resources: { requests: { storage: "1Gi" } },
      dataSource: selector,
    });
  });

  it("keeps what is mounted, and refuses pods with several containers", () => {
    const own = { name: "own", mountPath: "/own" };
    const properties = { ...minimal, volumesToMount: [{ name: "data", mountPath: "/data" }] };
    expect(podSpecWith(pvc, properties, { containers: [{ name: "web", volumeMounts: [own] }], volumes: [] })).toEqual({
      containers: [{ name: "web", volumeMounts: [own, { name: "data", mountPath: "/data" }] }],
      volumes: [volume("data")],
    });
    expect(() => podSpecWith(pvc, properties, { containers: [{ name: "web" }, { name: "log" }] })).toThrow(
      "spec.template.spec.containers has 2 entries, but the patch has 1",
    );
  });

  it.each([
    ["Filesystem", "mountPath", { name: "v", devicePath: "/dev/x" }],
    ["Block", "devicePath", { name: "v", mountPath: "/v" }],
  ])("needs with volume mode %s the %s of every volume", (volumeMode, field, mount) => {
    expect(() => podSpecWith(pvc, { ...minimal, volumeMode, volumesToMount: [mount] })).toThrow(
      expect.objectContaining({
        message: `${field} is missing, volumeMode ${volumeMode} needs it`,
        path: ["volumesToMount", 0],
      }),
    );
  });

  it("refuses sizes without unit, and what lacks a name", () => {
    const resources = { requests: { storage: "1024" }, limits: {} };
    expect(refused(pvc, { resources, dataSource: { name: "a" }, volumesToMount: [{}] })).toEqual([
      "claimName: invalid_type",
      "resources.requests.storage: invalid_format",
      "resources.limits.storage: invalid_type",
      "dataSource.kind: invalid_type",
      "dataSource.apiGroup: invalid_type",
      "volumesToMount.0.name: invalid_type",
    ]);
  });
});
