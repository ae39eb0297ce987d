import type { KubernetesObject } from "../../workloads/types";
import { type Endpoint, positive } from "./types";

interface Ingress {
  spec?: {
    tls?: readonly { hosts?: readonly string[] }[];
    rules?: readonly { host?: string; http?: { paths: readonly { path?: string }[] } }[];
  };
}

/** Where an Ingress can be reached: one endpoint for each path of each host. Annotations tell what the controller is reached by. */
export function endpointsOfIngress(object: KubernetesObject): Endpoint[] {
  const { tls = [], rules = [] } = (object as Ingress).spec ?? {};
  const annotations = object.metadata?.annotations ?? {};
  const isSecure = (host: string) => tls.some(({ hosts = [] }) => hosts.length === 0 || hosts.includes(host));
  return rules.flatMap(({ host = "", http }) => {
    const appProtocol = isSecure(host) ? "https" : "http";
    const port =
      positive(annotations[`ingress.controller/${appProtocol}-port`]) ?? (appProtocol === "https" ? 443 : 80);
    const reached = host || (annotations["ingress.controller/host"] ?? "");
    return (http?.paths ?? []).map(({ path }) => ({
      ...{ protocol: "TCP", appProtocol, host: reached, port },
      ...(path === undefined ? {} : { path }),
    }));
  });
}
