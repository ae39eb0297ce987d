import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../model/json";
import { storage } from "../../../workloads/traits/storage";
import { applyTrait, deployment, podSpecWith, refused } from "./harness";

const nothing = { env: [], volumeDevices: [], volumeMounts: [] };

/** What the trait sets in the first container and the pod, and the objects it adds. */
function stored(properties: JsonObject) {
  const { workload, outputs } = applyTrait(storage, properties, { workload: deployment() });
  const podSpec = podSpecWith(storage, properties) as { containers: [JsonObject]; volumes: unknown };
  expect(workload).toEqual(deployment(podSpec as unknown as JsonObject));
  const { name, image, ...container } = podSpec.containers[0];
  expect({ name, image }).toEqual({ name: "web", image: "nginx:1" });
  return { container, volumes: podSpec.volumes, outputs };
}

const claim = (name: string, spec: object) => ({
  [`pvc-${name}`]: {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name },
    spec: {
      accessModes: ["ReadWriteOnce"],
      volumeMode: "Filesystem",
      resources: { requests: { storage: "8Gi" } },
      ...spec,
    },
  },
});

describe("storage of persistent volumes", () => {
  it("claims and mounts a volume", () => {
    expect(stored({ pvc: [{ name: "data", mountPath: "/data" }] })).toEqual({
      container: { ...nothing, volumeMounts: [{ name: "pvc-data", mountPath: "/data" }] },
      volumes: [{ name: "pvc-data", persistentVolumeClaim: { claimName: "data" } }],
      outputs: claim("data", {}),
    });
  });

  it("takes every property of a claim", () => {
    const source = { name: "n", kind: "VolumeSnapshot", apiGroup: "snapshot.storage.k8s.io" };
    const spec = {
      ...{ volumeName: "pv", accessModes: ["ReadWriteMany"], storageClassName: "fast" },
      resources: { requests: { storage: "1Gi" }, limits: { storage: "2Gi" } },
      ...{ dataSourceRef: { ...source, namespace: "other" }, dataSource: source },
    };
    expect(stored({ pvc: [{ name: "data", mountPath: "/data", subPath: "sub", ...spec }] })).toEqual({
      container: { ...nothing, volumeMounts: [{ name: "pvc-data", mountPath: "/data", subPath: "sub" }] },
      volumes: [{ name: "pvc-data", persistentVolumeClaim: { claimName: "data" } }],
      outputs: claim("data", spec),
    });
  });

  it("puts a selector where KubeVela puts it", () => {
    const selector = { matchLabels: { a: "b" }, matchExpressions: { key: "k", operator: "In" } };
    expect(stored({ pvc: [{ name: "data", mountPath: "/data", selector }] }).outputs).toEqual(
      claim("data", { dataSource: { ...selector, matchExpressions: { key: "k", operator: "In", values: [] } } }),
    );
  });

  it("hands raw devices to the container, and leaves an empty mount in their place", () => {
    const pvc = [
      { name: "raw", mountPath: "/dev/x", volumeMode: "Block", subPath: "s" },
      { name: "data", mountPath: "/data", mountOnly: true },
    ];
    expect(stored({ pvc })).toEqual({
      container: {
        env: [],
        volumeDevices: [{ name: "pvc-raw", devicePath: "/dev/x", subPath: "s" }],
        volumeMounts: [{}, { name: "pvc-data", mountPath: "/data" }],
      },
      volumes: [
        { name: "pvc-raw", persistentVolumeClaim: { claimName: "raw" } },
        { name: "pvc-data", persistentVolumeClaim: { claimName: "data" } },
      ],
      outputs: claim("raw", { volumeMode: "Block" }),
    });
  });

  it("lists a volume once that is mounted twice, and refuses two claims that differ", () => {
    const twice = (second: JsonObject) => ({
      pvc: [
        { name: "data", mountPath: "/a" },
        { name: "data", mountPath: "/b", ...second },
      ],
    });
    expect(stored(twice({ mountOnly: true }))).toEqual({
      container: {
        ...nothing,
        volumeMounts: [
          { name: "pvc-data", mountPath: "/a" },
          { name: "pvc-data", mountPath: "/b" },
        ],
      },
      volumes: [{ name: "pvc-data", persistentVolumeClaim: { claimName: "data" } }],
      outputs: claim("data", {}),
    });
    expect(stored(twice({})).outputs).toEqual(claim("data", {}));
    expect(() => stored(twice({ resources: { requests: { storage: "1Gi" } } }))).toThrow(
      "conflict at spec.resources.requests.storage",
    );
  });

  it("gives limits without requests the usual size", () => {
    const pvc = [{ name: "data", mountPath: "/data", resources: { limits: { storage: "1Gi" } } }];
    const resources = { requests: { storage: "8Gi" }, limits: { storage: "1Gi" } };
    expect(stored({ pvc }).outputs).toEqual(claim("data", { resources }));
  });
});

describe("storage of ConfigMaps and Secrets", () => {
  it("creates, mounts and reads a ConfigMap", () => {
    const configMap = {
      ...{ name: "cm", mountPath: "/cm", subPath: "s", defaultMode: 256, readOnly: true, data: { k: "v" } },
      items: [{ key: "k", path: "p" }],
      mountToEnv: { envName: "A", configMapKey: "k" },
      mountToEnvs: [{ envName: "B", configMapKey: "k" }],
    };
    expect(stored({ configMap: [configMap] })).toEqual({
      container: {
        ...nothing,
        volumeMounts: [{ name: "configmap-cm", mountPath: "/cm", subPath: "s" }],
        env: [
          { name: "A", valueFrom: { configMapKeyRef: { name: "cm", key: "k" } } },
          { name: "B", valueFrom: { configMapKeyRef: { name: "cm", key: "k" } } },
        ],
      },
      volumes: [
        {
          name: "configmap-cm",
          configMap: { name: "cm", defaultMode: 256, items: [{ key: "k", path: "p", mode: 511 }] },
        },
      ],
      outputs: {
        "configmap-cm": { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "cm" }, data: { k: "v" } },
      },
    });
  });

  it("creates, mounts and reads a Secret", () => {
    const secret = {
      ...{ name: "sec", mountPath: "/sec", stringData: { a: "b" }, data: { c: "ZA==" } },
      mountToEnv: { envName: "A", secretKey: "a" },
      mountToEnvs: [{ envName: "B", secretKey: "c" }],
    };
    expect(stored({ secret: [secret] })).toEqual({
      container: {
        ...nothing,
        volumeMounts: [{ name: "secret-sec", mountPath: "/sec" }],
        env: [
          { name: "A", valueFrom: { secretKeyRef: { name: "sec", key: "a" } } },
          { name: "B", valueFrom: { secretKeyRef: { name: "sec", key: "c" } } },
        ],
      },
      volumes: [{ name: "secret-sec", secret: { secretName: "sec", defaultMode: 420 } }],
      outputs: {
        "secret-sec": {
          apiVersion: "v1",
          kind: "Secret",
          metadata: { name: "sec" },
          stringData: { a: "b" },
          data: { c: "ZA==" },
        },
      },
    });
  });

  it("mounts none without a path, and creates none that is only mounted", () => {
    const only = { name: "x", mountOnly: true };
    expect(
      stored({
        configMap: [{ ...only, mountToEnv: { envName: "A", configMapKey: "k" } }],
        secret: [{ ...only, mountToEnv: { envName: "B", secretKey: "k" } }],
      }),
    ).toEqual({
      container: {
        ...nothing,
        env: [
          { name: "A", valueFrom: { configMapKeyRef: { name: "x", key: "k" } } },
          { name: "B", valueFrom: { secretKeyRef: { name: "x", key: "k" } } },
        ],
      },
      volumes: [],
      outputs: {},
    });
  });
});

describe("storage", () => {
  it("mounts empty directories and directories of the node", () => {
    const emptyDir = [
      { name: "e", mountPath: "/e", medium: "Memory", subPath: "s" },
      { name: "f", mountPath: "/f" },
    ];
    const hostPath = [
      { name: "h", path: "/var/h", mountPath: "/h" },
      { name: "i", path: "/i", mountPath: "/i", type: "File" },
    ];
    expect(stored({ emptyDir, hostPath })).toEqual({
      container: {
        ...nothing,
        volumeMounts: [
          { name: "emptydir-e", mountPath: "/e", subPath: "s" },
          { name: "emptydir-f", mountPath: "/f" },
          { name: "hostpath-h", mountPath: "/h" },
          { name: "hostpath-i", mountPath: "/i" },
        ],
      },
      volumes: [
        { name: "emptydir-e", emptyDir: { medium: "Memory" } },
        { name: "emptydir-f", emptyDir: { medium: "" } },
        { name: "hostpath-h", hostPath: { path: "/var/h", type: "Directory" } },
        { name: "hostpath-i", hostPath: { path: "/i", type: "File" } },
      ],
      outputs: {},
    });
  });

  it("writes empty lists when there is nothing", () => {
    expect(stored({})).toEqual({ container: nothing, volumes: [], outputs: {} });
  });

  it("adds to what the first of several containers has", () => {
    const podSpec = {
      containers: [
        { name: "web", env: [{ name: "A", value: "1" }], volumeMounts: [{ name: "x", mountPath: "/x" }] },
        { name: "log" },
      ],
      volumes: [{ name: "x", emptyDir: {} }],
    };
    const secret = [{ name: "s", mountPath: "/s", mountOnly: true, mountToEnv: { envName: "B", secretKey: "k" } }];
    expect(podSpecWith(storage, { secret }, podSpec)).toEqual({
      containers: [
        {
          name: "web",
          env: [
            { name: "A", value: "1" },
            { name: "B", valueFrom: { secretKeyRef: { name: "s", key: "k" } } },
          ],
          volumeDevices: [],
          volumeMounts: [
            { name: "x", mountPath: "/x" },
            { name: "secret-s", mountPath: "/s" },
          ],
        },
        { name: "log" },
      ],
      volumes: [
        { name: "x", emptyDir: {} },
        { name: "secret-s", secret: { secretName: "s", defaultMode: 420 } },
      ],
    });
  });

  it("refuses a variable that has another value already", () => {
    const podSpec = { containers: [{ name: "web", env: [{ name: "A", valueFrom: { fieldRef: {} } }] }] };
    const variable = (name: string) => ({
      secret: [{ name, mountOnly: true, mountToEnv: { envName: "A", secretKey: "k" } }],
    });
    const once = podSpecWith(storage, variable("s"), podSpec) as JsonObject;
    expect(() => podSpecWith(storage, variable("t"), once)).toThrow("env[0].valueFrom.secretKeyRef.name");
  });

  it("refuses wrong types", () => {
    const properties = {
      pvc: [{ name: "a", resources: { requests: { storage: "1.5Gi" } } }],
      configMap: [{ name: "a", items: [{ key: "k" }], data: null }],
      secret: [{ name: "a", mountToEnv: { envName: "E" } }],
      emptyDir: [{ name: "a", mountPath: "/a", medium: "Disk" }],
      hostPath: [{ name: "a", mountPath: "/a", type: "x" }],
    };
    expect(refused(storage, properties)).toEqual([
      "pvc.0.mountPath: invalid_type",
      "pvc.0.resources.requests.storage: invalid_format",
      "configMap.0.items.0.path: invalid_type",
      "configMap.0.data: invalid_type",
      "secret.0.mountToEnv.secretKey: invalid_type",
      "emptyDir.0.medium: invalid_value",
      "hostPath.0.path: invalid_type",
      "hostPath.0.type: invalid_value",
    ]);
  });
});
