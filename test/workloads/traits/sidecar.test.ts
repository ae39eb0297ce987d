import { expect, it } from "vitest";
import { sidecar } from "../../../workloads/traits/sidecar";
import { podSpecWith, refused } from "./harness";

const web = { name: "web", image: "nginx:1" };
const defaults = {
  initialDelaySeconds: 0,
  periodSeconds: 10,
  timeoutSeconds: 1,
  successThreshold: 1,
  failureThreshold: 3,
};

it("adds a container", () => {
  expect(podSpecWith(sidecar, { name: "log", image: "fluent:1" })).toEqual({
    containers: [web, { name: "log", image: "fluent:1" }],
  });
});

it("takes every property", () => {
  const env = [
    { name: "X", value: "1" },
    { name: "S", valueFrom: { secretKeyRef: { name: "s", key: "k", optional: true } } },
    { name: "C", valueFrom: { configMapKeyRef: { name: "c", key: "k" } } },
    { name: "N", valueFrom: { fieldRef: { fieldPath: "metadata.name", apiVersion: "v1" } } },
  ];
  const httpGet = { path: "/", port: 80, httpHeaders: [{ name: "a", value: "b" }] };
  const properties = {
    ...{ name: "log", image: "fluent:1", cmd: ["a"], args: ["b"], env },
    volumes: [{ name: "v", path: "/log" }],
    livenessProbe: { tcpSocket: { port: 1 } },
    readinessProbe: { httpGet, periodSeconds: 2 },
  };
  expect(podSpecWith(sidecar, properties)).toEqual({
    containers: [
      web,
      {
        ...{ name: "log", image: "fluent:1", command: ["a"], args: ["b"], env },
        volumeMounts: [{ name: "v", mountPath: "/log" }],
        livenessProbe: { ...defaults, tcpSocket: { port: 1 } },
        readinessProbe: { ...defaults, httpGet, periodSeconds: 2 },
      },
    ],
  });
});

it("merges with a container of the same name, unless they differ", () => {
  const env = [{ name: "X", value: "1" }];
  expect(podSpecWith(sidecar, { ...web, env })).toEqual({ containers: [{ ...web, env }] });
  expect(() => podSpecWith(sidecar, { name: "web", image: "other" })).toThrow("containers[0].image");
});

it("refuses missing names and images, unknown keys of probes, and wrong types", () => {
  expect(refused(sidecar, {})).toEqual(["name: invalid_type", "image: invalid_type"]);
  const properties = {
    env: [{ value: "1" }, { name: "a", valueFrom: { fieldRef: {} } }],
    volumes: [{ name: "v" }],
    livenessProbe: { httpGet: { path: "/", port: 80, scheme: "HTTP" } },
  };
  expect(refused(sidecar, { ...web, ...properties })).toEqual([
    "env.0.name: invalid_type",
    "env.1.valueFrom.fieldRef.fieldPath: invalid_type",
    "volumes.0.path: invalid_type",
    "livenessProbe.httpGet: unrecognized_keys",
  ]);
});
