import { expect, it } from "vitest";
import { kubernetesObject } from "../../../workloads/pod/sparse";

it("leaves out what is undefined at any depth, and keeps null and what is empty", () => {
  const object = kubernetesObject({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: undefined,
    data: { a: undefined, b: null, c: "", d: {}, e: [], f: [{ g: undefined, h: 0 }] },
  });
  expect(object).toStrictEqual({
    apiVersion: "v1",
    kind: "ConfigMap",
    data: { b: null, c: "", d: {}, e: [], f: [{ h: 0 }] },
  });
});
