import { describe, expect, it } from "vitest";
import { raw } from "../../../workloads/components/raw";
import { refused, render } from "./render";

const policy = {
  apiVersion: "networking.k8s.io/v1",
  kind: "NetworkPolicy",
  metadata: { name: "np", labels: { a: "b" }, creationTimestamp: null },
  spec: { podSelector: {}, policyTypes: ["Ingress"], note: null },
};
const map = { apiVersion: "v1", kind: "ConfigMap", data: { k: "v" } };

describe("raw", () => {
  it("renders the object as it is written", () => {
    expect(render(raw, policy)).toStrictEqual({ workload: policy });
    expect(render(raw, map)).toStrictEqual({ workload: map });
  });

  it("takes metadata, labels and annotations that are null as absent", () => {
    expect(render(raw, { ...map, metadata: null })).toStrictEqual({ workload: map });
    const nothing = { ...map, metadata: { name: "m", labels: null, annotations: null } };
    expect(render(raw, nothing)).toStrictEqual({ workload: { ...map, metadata: { name: "m" } } });
  });

  it("refuses what is no Kubernetes object", () => {
    expect(refused(raw, { kind: "Foo" })).toStrictEqual(["apiVersion"]);
    expect(refused(raw, { apiVersion: "v1", kind: "", metadata: { labels: { a: 1 } } })).toStrictEqual([
      "kind",
      "metadata.labels.a",
    ]);
  });
});
