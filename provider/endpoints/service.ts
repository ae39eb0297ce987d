import type { KubernetesObject } from "../../workloads/types";
import type { Endpoint } from "./types";

interface ServicePort {
  name?: string;
  protocol?: string;
  port: number;
  nodePort?: number;
}

interface Service {
  spec?: { type?: string; ports?: readonly ServicePort[] };
  status?: { loadBalancer?: { ingress?: readonly { hostname?: string; ip?: string }[] } };
}

/** What is usually spoken at a port; RFC 6335. */
const SPOKEN: Readonly<Record<number, string>> = {
  80: "http",
  8080: "http",
  443: "https",
  3306: "mysql",
  6379: "redis",
};

/**
 * Where a Service can be reached: at its load balancer once that has an address, at a node, or inside the cluster.
 *
 * @param node gives the address of a node; asked only when it matters
 */
export async function endpointsOfService(object: KubernetesObject, node: () => Promise<string>): Promise<Endpoint[]> {
  const { spec, status } = object as Service;
  const ports = spec?.ports ?? [];
  if (spec?.type === "LoadBalancer") {
    const hosts = (status?.loadBalancer?.ingress ?? []).flatMap(({ hostname, ip }) => [hostname, ip]);
    return ports.flatMap((port) => hosts.flatMap((host) => (host ? [endpoint(port, host, port.port)] : [])));
  }
  if (spec?.type === "NodePort") {
    const host = await node();
    return ports.map((port) => endpoint(port, host, port.nodePort ?? 0));
  }
  const { name, namespace } = object.metadata ?? {};
  return ports.map((port) => ({ ...endpoint(port, `${name}.${namespace}`, port.port), inner: true }));
}

function endpoint({ name, protocol = "TCP", port }: ServicePort, host: string, reached: number): Endpoint {
  const named = name === undefined ? {} : { portName: name };
  return { protocol, appProtocol: SPOKEN[port] ?? "", host, port: reached, ...named };
}
