import { request } from "node:https";
import type { Access } from "./kubeconfig";

/** An answer of a cluster's API server. */
export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** Asks a cluster's API server. Rejects when it cannot be reached within the time, in milliseconds (default 5 seconds). */
export function ask(
  access: Access,
  method: "GET" | "POST" | "DELETE",
  path: string,
  body?: object,
  timeout = 5_000,
): Promise<Answer> {
  const { ca, cert, key } = access;
  const headers = body === undefined ? {} : { "content-type": "application/json" };
  return new Promise((resolve, reject) => {
    const sent = request(new URL(path, access.endpoint), { method, ca, cert, key, headers, timeout }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body: text }));
      response.on("error", reject);
    });
    sent.on("timeout", () => sent.destroy(new Error(`${access.endpoint} did not answer within ${timeout} ms`)));
    sent.on("error", reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/** Whether the API server answers and says that it is ready. */
export async function isServing(access: Access): Promise<boolean> {
  const answer = await ask(access, "GET", "/readyz", undefined, 2_000).catch(() => undefined);
  return answer?.status === 200;
}

/** How many nodes are Ready. */
export async function readyNodes(access: Access): Promise<number> {
  const answer = await ask(access, "GET", "/api/v1/nodes");
  const { items = [] } = JSON.parse(answer.body) as { items?: { status?: { conditions?: Condition[] } }[] };
  return items.filter((node) => node.status?.conditions?.some(isReady)).length;
}

/** Whether pods can be created in the namespace `default`, which takes its service account. */
export async function acceptsPods(access: Access): Promise<boolean> {
  return (await ask(access, "GET", "/api/v1/namespaces/default/serviceaccounts/default")).status === 200;
}

/** Name of the storage class that local clusters have by default. */
export const STORAGE_CLASS = "local";
/** Who provides its volumes: nobody but the fake cluster. */
export const STORAGE_PROVISIONER = "flotilla.local/volumes";

/** Gives a cluster its default storage class. */
export async function provideStorage(access: Access): Promise<void> {
  await ask(access, "POST", "/apis/storage.k8s.io/v1/storageclasses", {
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    metadata: { name: STORAGE_CLASS, annotations: { "storageclass.kubernetes.io/is-default-class": "true" } },
    provisioner: STORAGE_PROVISIONER,
    volumeBindingMode: "Immediate",
  });
}

interface Condition {
  readonly type: string;
  readonly status: string;
}

function isReady({ type, status }: Condition): boolean {
  return type === "Ready" && status === "True";
}
