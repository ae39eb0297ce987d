import type { StepCluster } from "../../plan/steps/run-context";
import type { KubernetesObject } from "../../workloads/types";
import { type Endpoint, positive } from "./types";

interface Parent {
  kind?: string;
  name: string;
  namespace?: string;
  sectionName?: string;
}

interface HttpRoute {
  spec?: {
    parentRefs?: readonly Parent[];
    hostnames?: readonly string[];
    rules?: readonly { matches?: readonly { path?: { type?: string; value?: string } }[] }[];
  };
}

interface Gateway {
  spec?: { listeners?: readonly { name: string; port: number; protocol: string }[] };
}

/** Where an HTTPRoute can be reached: one endpoint for each path, at the port of the Gateway that it belongs to. */
export async function endpointsOfRoute(object: KubernetesObject, cluster: StepCluster): Promise<Endpoint[]> {
  const { parentRefs = [], hostnames = [], rules = [] } = (object as HttpRoute).spec ?? {};
  const listener = await listenerOf(object, parentRefs, cluster);
  const paths = new Map<string, Endpoint>();
  for (const { matches = [] } of rules) {
    for (const host of hostnames) {
      for (const { path } of matches) {
        const prefix = path !== undefined && (path.type ?? "PathPrefix") === "PathPrefix" ? (path.value ?? "") : "";
        if (paths.has(prefix)) continue;
        paths.set(prefix, { protocol: "TCP", ...listener, host, ...(prefix === "" ? {} : { path: prefix }) });
      }
    }
  }
  return [...paths.values()];
}

async function listenerOf(route: KubernetesObject, parents: readonly Parent[], cluster: StepCluster) {
  for (const { kind = "Gateway", name, namespace = route.metadata?.namespace, sectionName } of parents) {
    if (kind !== "Gateway") continue;
    const metadata = { name, ...(namespace === undefined ? {} : { namespace }) };
    const gateway = await cluster.read({ apiVersion: route.apiVersion, kind: "Gateway", metadata });
    const listeners = (gateway as Gateway | undefined)?.spec?.listeners ?? [];
    const listener = listeners.find((one) => sectionName === undefined || one.name === sectionName);
    if (listener === undefined) continue;
    const mapped = mappedPort(gateway?.metadata?.annotations?.["ports-mapping"], listener.port);
    return { appProtocol: listener.protocol === "HTTPS" ? "https" : "http", port: mapped ?? listener.port };
  }
  return { appProtocol: "http", port: 80 };
}

/** The port under which a listener's is reached from outside, of a list such as `8443:443,8000:80`. */
function mappedPort(mapping = "", port: number): number | undefined {
  const pairs = mapping.split(",").map((pair) => pair.split(":"));
  return positive(pairs.find(([inside]) => inside === String(port))?.[1]);
}
