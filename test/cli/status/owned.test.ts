import { describe, expect, it } from "vitest";
import { type OwnedObject, ownedBy, readMade } from "../../../cli/status/owned";
import type { JsonObject } from "../../../model/json";
import type { KubernetesObject } from "../../../workloads/types";

function object(kind: string, name: string, owner?: string, spec: JsonObject = {}): KubernetesObject {
  const ownerReferences = owner === undefined ? [] : [{ uid: owner }];
  return { apiVersion: "v1", kind, metadata: { name, uid: `uid-${name}`, ownerReferences }, spec };
}

/** Names, with those below them. */
function names(owned: readonly OwnedObject[]): unknown[] {
  return owned.map(({ object, owned }) => [object.metadata?.name, ...names(owned)]);
}

const web = object("Deployment", "web");

describe("what controllers made", () => {
  it("is found by its owners, down to pods and sorted by name", () => {
    const made = [
      object("Pod", "b", "uid-set"),
      object("Pod", "stranger", "uid-other"),
      object("ReplicaSet", "set", "uid-web"),
      object("Pod", "a", "uid-set"),
      object("Pod", "nobody's"),
    ];
    expect(names(ownedBy(web, made))).toEqual([["set", ["a"], ["b"]]]);
  });

  it("does not show ReplicaSets of former versions, unless they still have pods", () => {
    const former = (name: string) => object("ReplicaSet", name, "uid-web", { replicas: 0 });
    const made = [former("gone"), former("going"), object("Pod", "last", "uid-going")];
    expect(names(ownedBy(web, made))).toEqual([["going", ["last"]]]);
  });

  it("is read in every namespace; what may not be listed is left out", async () => {
    const get = async (path: string) => {
      if (path.includes("jobs")) throw new Error(`answered 403 to GET ${path}`);
      return { items: [{ metadata: { name: path } }] };
    };
    const made = await readMade({ get }, ["one"]);
    expect(made.map(({ apiVersion, kind, metadata }) => [apiVersion, kind, metadata?.name])).toEqual([
      ["apps/v1", "ReplicaSet", "/apis/apps/v1/namespaces/one/replicasets"],
      ["v1", "Pod", "/api/v1/namespaces/one/pods"],
    ]);
  });
});
