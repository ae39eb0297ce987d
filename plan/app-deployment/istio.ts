import type { KubernetesObject } from "../../workloads/types";
import { COMPONENT_LABEL, REVISION_LABEL } from "./overlay";
import { type ClusterTraffic, trafficObject } from "./traffic";

const NETWORKING = "networking.istio.io/v1beta1";

/**
 * The objects with which Istio splits requests: for each component a Service for the pods of all its revisions and a
 * DestinationRule that tells them apart, and one VirtualService with the weights.
 */
export function istioObjects(traffic: ClusterTraffic): { fixed: KubernetesObject[]; split: KubernetesObject } {
  const targets = traffic.rules.flatMap((rule) => rule.targets);
  const components = [...new Set(targets.map(({ component }) => component))];
  const fixed = components.flatMap((component) => {
    const own = targets.filter((target) => target.component === component);
    return [
      service(
        traffic,
        component,
        own.map(({ port }) => port),
      ),
      destinations(
        traffic,
        component,
        own.map(({ revision }) => revision),
      ),
    ];
  });
  return { fixed, split: virtualService(traffic) };
}

function service(traffic: ClusterTraffic, component: string, used: number[]): KubernetesObject {
  const ports = [...new Set(used)].sort((a, b) => a - b);
  return trafficObject(
    traffic,
    { apiVersion: "v1", kind: "Service", name: component },
    {
      spec: {
        selector: { [COMPONENT_LABEL]: component },
        ports: ports.map((port) => ({ name: `http-${port}`, port, targetPort: port, protocol: "TCP" })),
      },
    },
    { [COMPONENT_LABEL]: component },
  );
}

function destinations(traffic: ClusterTraffic, component: string, used: string[]): KubernetesObject {
  const revisions = [...new Set(used)].sort();
  const subsets = revisions.map((revision) => ({ name: revision, labels: { [REVISION_LABEL]: revision } }));
  return trafficObject(
    traffic,
    { apiVersion: NETWORKING, kind: "DestinationRule", name: component },
    { spec: { host: component, subsets } },
    { [COMPONENT_LABEL]: component },
  );
}

function virtualService(traffic: ClusterTraffic): KubernetesObject {
  const { hosts, gateways, rules } = traffic;
  const http = rules.map(({ prefixes, targets }) => ({
    ...(prefixes.length === 0 ? {} : { match: prefixes.map((prefix) => ({ uri: { prefix } })) }),
    route: targets.map(({ component, revision, port, weight }) => ({
      destination: { host: component, subset: revision, port: { number: port } },
      weight,
    })),
  }));
  const spec = { hosts, ...(gateways.length === 0 ? {} : { gateways }), http };
  return trafficObject(traffic, { apiVersion: NETWORKING, kind: "VirtualService", name: traffic.name }, { spec });
}
