import { setTimeout as sleep } from "node:timers/promises";
import type { Json, JsonObject } from "../../model/json";
import type { EndpointSearch } from "../../plan/steps/collect-service-endpoints";
import type { RunContext, StepCluster } from "../../plan/steps/run-context";
import type { KubernetesObject } from "../../workloads/types";
import { endpointsOfRoute } from "../endpoints/http-route";
import { endpointsOfIngress } from "../endpoints/ingress";
import { nodeAddress } from "../endpoints/node";
import { endpointsOfService } from "../endpoints/service";
import { type Endpoint, refOf, type ServiceEndpoint } from "../endpoints/types";

/** Between two looks, in milliseconds. */
const INTERVAL = 2_000;

/** Waits until there is an endpoint that fits. */
export async function runCollectServiceEndpoints(search: EndpointSearch, running: RunContext): Promise<JsonObject> {
  for (;;) {
    const found = await Promise.all(search.places.map((place) => endpointsAt(place, search, running)));
    const endpoints = found.flat().flatMap((one) => fitting(one, search));
    const [first] = endpoints;
    if (first !== undefined) {
      const { endpoint } = first;
      const url = `${search.protocal}://${endpoint.host}:${endpoint.port}`;
      const value = { endpoints, endpoint, url } as unknown as Json;
      return { outputs: { endpoints: endpoints as unknown as Json }, value };
    }
    await sleep(INTERVAL, undefined, { signal: running.signal });
  }
}

function fitting(
  one: ServiceEndpoint,
  { port, portName, outer }: EndpointSearch,
): (ServiceEndpoint & { outer?: boolean })[] {
  const { endpoint } = one;
  if (port !== undefined && endpoint.port !== port) return [];
  if (portName !== undefined && endpoint.portName !== portName) return [];
  if (outer === undefined) return [one];
  const isOuter = endpoint.inner !== true;
  return !outer || isOuter ? [{ ...one, outer: isOuter }] : [];
}

async function endpointsAt(
  place: EndpointSearch["places"][number],
  { name, namespace, components }: EndpointSearch,
  running: RunContext,
): Promise<ServiceEndpoint[]> {
  const cluster = running.cluster(place.cluster);
  const labels = { "app.oam.dev/name": name, "app.oam.dev/namespace": namespace };
  const list = (apiVersion: string, kind: string) => cluster.list({ apiVersion, kind }, labels, place.namespace);
  const route = async (version: string) => list(`gateway.networking.k8s.io/${version}`, "HTTPRoute");
  const routes = await route("v1");
  const objects = [
    ...(await list("v1", "Service")),
    ...(await list("networking.k8s.io/v1", "Ingress")),
    ...(routes.length > 0 ? routes : await route("v1beta1")),
  ];
  const found = objects.map(async (object): Promise<ServiceEndpoint[]> => {
    const component = object.metadata?.labels?.["app.oam.dev/component"] ?? "";
    if (components !== undefined && !components.includes(component)) return [];
    const endpoints = await endpointsOf(object, cluster);
    return endpoints.map((endpoint) => ({ endpoint, ref: refOf(object), cluster: place.cluster, component }));
  });
  return (await Promise.all(found)).flat();
}

async function endpointsOf(object: KubernetesObject, cluster: StepCluster): Promise<Endpoint[]> {
  if (object.kind === "Ingress") return endpointsOfIngress(object);
  if (object.kind === "HTTPRoute") return endpointsOfRoute(object, cluster);
  return endpointsOfService(object, async () =>
    nodeAddress(await cluster.list({ apiVersion: "v1", kind: "Node" }, {})),
  );
}
