import { expect, it } from "vitest";
import { initContainer } from "../../../workloads/traits/init-container";
import { podSpecWith, refused } from "./harness";

const required = { name: "init", image: "busybox:1", appMountPath: "/app", initMountPath: "/init" };

it("runs a container first and shares a directory with it", () => {
  expect(podSpecWith(initContainer, required)).toEqual({
    containers: [{ name: "web", image: "nginx:1", volumeMounts: [{ name: "workdir", mountPath: "/app" }] }],
    initContainers: [
      {
        ...{ name: "init", image: "busybox:1", imagePullPolicy: "IfNotPresent" },
        volumeMounts: [{ name: "workdir", mountPath: "/init" }],
      },
    ],
    volumes: [{ name: "workdir", emptyDir: {} }],
  });
});

it("takes every property", () => {
  const env = [{ name: "A", value: "1" }];
  const extraVolumeMounts = [{ name: "ev", mountPath: "/ev", readOnly: true }];
  const properties = {
    imagePullPolicy: "Never",
    cmd: ["sh"],
    args: ["-c", "x"],
    env,
    mountName: "wd",
    extraVolumeMounts,
  };
  expect(podSpecWith(initContainer, { ...required, ...properties })).toEqual({
    containers: [{ name: "web", image: "nginx:1", volumeMounts: [{ name: "wd", mountPath: "/app" }] }],
    initContainers: [
      {
        ...{ name: "init", image: "busybox:1", imagePullPolicy: "Never", command: ["sh"], args: ["-c", "x"], env },
        volumeMounts: [{ name: "wd", mountPath: "/init" }, ...extraVolumeMounts],
      },
    ],
    volumes: [{ name: "wd", emptyDir: {} }],
  });
});

it("adds to volumes, mounts and init containers that are there", () => {
  const podSpec = {
    containers: [{ name: "log" }, { name: "web", volumeMounts: [{ name: "x", mountPath: "/x" }] }],
    initContainers: [{ name: "first" }],
    volumes: [{ name: "x", emptyDir: {} }],
  };
  const volumeMounts = [
    { name: "x", mountPath: "/x" },
    { name: "workdir", mountPath: "/app" },
  ];
  expect(podSpecWith(initContainer, required, podSpec)).toMatchObject({
    containers: [{ name: "log" }, { name: "web", volumeMounts }],
    initContainers: [{ name: "first" }, { name: "init" }],
    volumes: [{ name: "x" }, { name: "workdir" }],
  });
});

it("refuses a second mount of the same name at another place", () => {
  const podSpec = { containers: [{ name: "web", volumeMounts: [{ name: "workdir", mountPath: "/x" }] }] };
  expect(() => podSpecWith(initContainer, required, podSpec)).toThrow("containers[0].volumeMounts[0].mountPath");
});

it("refuses missing and wrong properties", () => {
  expect(refused(initContainer, {})).toEqual([
    "name: invalid_type",
    "image: invalid_type",
    "appMountPath: invalid_type",
    "initMountPath: invalid_type",
  ]);
  const wrong = { imagePullPolicy: "x", extraVolumeMounts: [{ name: "v" }] };
  expect(refused(initContainer, { ...required, ...wrong })).toEqual([
    "imagePullPolicy: invalid_value",
    "extraVolumeMounts.0.mountPath: invalid_type",
  ]);
});
