import { expect, it } from "vitest";
import { patchPodSpec } from "../../../workloads/patch/pod-spec";

const deployment = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  spec: { replicas: 2, template: { spec: { containers: [{ name: "web" }, { name: "log" }], hostNetwork: true } } },
};

it("patches the pod spec with rules that are relative to it, and leaves out what is undefined", () => {
  const patch = { containers: [{ name: "log", image: "b", args: undefined }], volumes: undefined };
  expect(patchPodSpec(deployment, patch, { containers: { key: "name" } })).toEqual({
    apiVersion: "apps/v1",
    kind: "Deployment",
    spec: {
      replicas: 2,
      template: { spec: { containers: [{ name: "web" }, { name: "log", image: "b" }], hostNetwork: true } },
    },
  });
});

it("gives a workload without a pod template one", () => {
  expect(patchPodSpec({ apiVersion: "v1", kind: "ConfigMap" }, { volumes: [] })).toEqual({
    apiVersion: "v1",
    kind: "ConfigMap",
    spec: { template: { spec: { volumes: [] } } },
  });
});
