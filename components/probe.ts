import { isObject } from "../model/json";
import type { ClusterReader } from "./cluster-reader";

/** What a cluster that answers says of itself. */
export interface Probe {
  /** Version of the API server, such as `v1.30.4`. */
  version: string;
  /** How long it took to answer one request. */
  latencyMs: number;
  /** Whether the credentials may create namespaces. */
  namespaces: boolean;
  /** Whether the credentials may create Deployments in all namespaces. */
  deployments: boolean;
}

/**
 * Asks a cluster for its version and for what the credentials may do. Changes nothing in it.
 *
 * @throws Error when the cluster does not answer in time, does not know the credentials, or is something else
 */
export async function probe(reader: Pick<ClusterReader, "get" | "post">): Promise<Probe> {
  const answer = await reader.get("/version");
  const version = isObject(answer) && typeof answer.gitVersion === "string" ? answer.gitVersion : undefined;
  if (version === undefined) throw new Error("what answers is no Kubernetes API server");
  const start = performance.now();
  const namespaces = await mayCreate(reader, "", "namespaces");
  const latencyMs = Math.round(performance.now() - start);
  return { version, latencyMs, namespaces, deployments: await mayCreate(reader, "apps", "deployments") };
}

async function mayCreate(reader: Pick<ClusterReader, "post">, group: string, resource: string): Promise<boolean> {
  const review = await reader.post("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", {
    apiVersion: "authorization.k8s.io/v1",
    kind: "SelfSubjectAccessReview",
    spec: { resourceAttributes: { group, resource, verb: "create" } },
  });
  return isObject(review) && isObject(review.status) && review.status.allowed === true;
}
