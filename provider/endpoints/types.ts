import type { JsonObject } from "../../model/json";
import type { KubernetesObject } from "../../workloads/types";

/** Where something can be reached. Semantics: KubeVela `pkg/velaql/providers/query/types`. */
export interface Endpoint {
  /** `TCP`, `UDP` or `SCTP`. */
  protocol: string;
  /** What is spoken, as far as the port tells: `http`, `https`, `mysql` or `redis`; empty when it does not. */
  appProtocol: string;
  host: string;
  port: number;
  portName?: string;
  path?: string;
  /** Whether only what runs in the cluster can reach it. */
  inner?: true;
}

/** An endpoint with what it belongs to. */
export interface ServiceEndpoint {
  endpoint: Endpoint;
  /** The object that it comes from. */
  ref: JsonObject;
  cluster: string;
  component: string;
}

/** What identifies an object, as Kubernetes' references do. */
export function refOf({ apiVersion, kind, metadata }: KubernetesObject): JsonObject {
  const { namespace = "", name = "", uid, resourceVersion } = (metadata ?? {}) as Record<string, string | undefined>;
  const version = resourceVersion === undefined ? {} : { resourceVersion };
  return { kind, namespace, name, ...(uid === undefined ? {} : { uid }), apiVersion, ...version };
}

/** A number that somebody wrote as text; undefined when it is none above zero. */
export function positive(text: string | undefined): number | undefined {
  const number = Number(text);
  return Number.isInteger(number) && number > 0 ? number : undefined;
}
