import { describe, expect, it } from "vitest";
import { volumes } from "../../../workloads/traits/volumes";
import { podSpecWith, refused } from "./harness";

const containers = [{ name: "web", image: "nginx:1" }];

describe("volumes", () => {
  it("adds every kind of volume, an empty directory by default", () => {
    const properties = {
      volumes: [
        { name: "tmp" },
        { name: "ram", type: "emptyDir", medium: "Memory" },
        { name: "data", type: "pvc", claimName: "claim" },
        { name: "conf", type: "configMap", cmName: "cm" },
        { name: "keys", type: "secret", secretName: "s", defaultMode: 256, items: [{ key: "k", path: "p" }] },
        { name: "more", type: "configMap", cmName: "cm", items: [{ key: "k", path: "p", mode: 1, extra: "x" }] },
      ],
    };
    expect(podSpecWith(volumes, properties)).toEqual({
      containers,
      volumes: [
        { name: "tmp", emptyDir: { medium: "" } },
        { name: "ram", emptyDir: { medium: "Memory" } },
        { name: "data", persistentVolumeClaim: { claimName: "claim" } },
        { name: "conf", configMap: { defaultMode: 420, name: "cm" } },
        { name: "keys", secret: { defaultMode: 256, secretName: "s", items: [{ key: "k", path: "p", mode: 511 }] } },
        {
          name: "more",
          configMap: { defaultMode: 420, name: "cm", items: [{ key: "k", path: "p", mode: 1, extra: "x" }] },
        },
      ],
    });
  });

  it("merges by name with the volumes that are there", () => {
    const podSpec = { volumes: [{ name: "a", emptyDir: {} }, { name: "b" }] };
    const properties = { volumes: [{ name: "c" }, { name: "a", medium: "Memory" }] };
    expect(podSpecWith(volumes, properties, podSpec)).toEqual({
      volumes: [{ name: "a", emptyDir: { medium: "Memory" } }, { name: "b" }, { name: "c", emptyDir: { medium: "" } }],
    });
  });

  it("writes an empty list without volumes", () => {
    expect(podSpecWith(volumes, {})).toEqual({ containers, volumes: [] });
  });

  it("refuses other kinds, and needs what each kind needs", () => {
    const properties = {
      volumes: [
        { name: "a", type: "nfs" },
        { name: "b", type: "pvc" },
        { name: "c", type: "configMap", defaultMode: "420" },
        { name: "d", type: "secret", items: [{ key: "k" }] },
        { medium: "Disk" },
      ],
    };
    expect(refused(volumes, properties)).toEqual([
      "volumes.0.type: invalid_union",
      "volumes.1.claimName: invalid_type",
      "volumes.2.cmName: invalid_type",
      "volumes.2.defaultMode: invalid_type",
      "volumes.3.secretName: invalid_type",
      "volumes.3.items.0.path: invalid_type",
      "volumes.4.name: invalid_type",
      "volumes.4.medium: invalid_value",
    ]);
  });
});
