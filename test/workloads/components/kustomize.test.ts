import { describe, expect, it } from "vitest";
import { kustomize } from "../../../workloads/components/kustomize";
import type { Reference } from "../../../workloads/references";
import type { KubernetesObject } from "../../../workloads/types";
import { outside } from "../outside";
import { refused, render } from "./render";

const object = (name: string): KubernetesObject => ({ apiVersion: "v1", kind: "ConfigMap", metadata: { name } });

describe("kustomize", () => {
  it("delivers what is built from a folder beside the file, the first as the workload", () => {
    const asked: Reference[] = [];
    const read = (reference: Reference) => {
      asked.push(reference);
      return { objects: [object("a"), object("b")] };
    };
    expect(render(kustomize, { path: "./overlays/prod" }, { outside: outside(read) })).toEqual({
      workload: object("a"),
      outputs: { "objects-1": object("b") },
    });
    expect(asked).toEqual([{ from: "kustomization", folder: "apps/overlays/prod" }]);
  });

  it("refuses a folder that builds nothing, and repositories", () => {
    const empty = { outside: outside(() => ({ objects: [] })) };
    expect(() => render(kustomize, { path: "x" }, empty)).toThrow('"apps/x" builds no objects');
    expect(refused(kustomize, { path: "x", url: "https://example.com/x.git", repoType: "git" })).toEqual([
      "url",
      "repoType",
    ]);
    expect(refused(kustomize, { path: "x", targetNamespace: "y" })).toEqual(["targetNamespace"]);
  });
});
