import { describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { kwokConfig, PORTS } from "../../../tools/clusters/config";

const binaries = {
  etcd: "/b/etcd",
  kwokctl: "/b/kwokctl",
  kwok: "/b/kwok",
  "kube-apiserver": "/b/kube-apiserver",
  "kube-controller-manager": "/b/kube-controller-manager",
  "kube-scheduler": "/b/kube-scheduler",
  kubectl: "/b/kubectl",
};

interface Document {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly options: Readonly<Record<string, unknown>>;
  readonly spec: { readonly resourceRef: { readonly kind: string } };
}

const ports = Array.from({ length: PORTS }, (_, i) => 20_001 + i);
const documents = parseAllDocuments(kwokConfig(binaries, ports, "/pki")).map((document) => document.toJS() as Document);
const [configuration, ...stages] = documents;

describe("the configuration of a local cluster", () => {
  it("listens on the loopback address only, on the given ports", () => {
    expect(configuration?.options.bindAddress).toBe("127.0.0.1");
    const used = Object.entries(configuration?.options ?? {}).filter(([name]) => name.endsWith("Port"));
    expect(used.map(([, value]) => value).filter((value) => value !== true)).toEqual(ports);
  });

  it("runs the given programs and lets nothing be downloaded", () => {
    const used = Object.entries(configuration?.options ?? {}).filter(([name]) => name.endsWith("Binary"));
    expect(used.map(([, path]) => path).sort()).toEqual(
      Object.values(binaries)
        .filter((path) => path !== binaries.kwokctl)
        .sort(),
    );
  });

  it("answers for every kind that somebody waits for", () => {
    expect(new Set(stages.map((stage) => stage.kind))).toEqual(new Set(["Stage"]));
    expect(new Set(stages.map((stage) => stage.spec.resourceRef.kind))).toEqual(
      new Set(["Node", "Pod", "PersistentVolume", "PersistentVolumeClaim", "Service", "Ingress"]),
    );
    expect(new Set(stages.map((stage) => stage.metadata.name)).size).toBe(stages.length);
  });
});
