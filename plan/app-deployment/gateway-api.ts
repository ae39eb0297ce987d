import type { KubernetesObject } from "../../workloads/types";
import { COMPONENT_LABEL, REVISION_LABEL } from "./overlay";
import { type ClusterTraffic, type Target, trafficObject } from "./traffic";

/**
 * The objects with which the Kubernetes Gateway API splits requests: a Service for the pods of each revision of a component, and one
 * HTTPRoute with the weights.
 */
export function gatewayApiObjects(traffic: ClusterTraffic): { fixed: KubernetesObject[]; split: KubernetesObject } {
  const targets = traffic.rules.flatMap((rule) => rule.targets);
  const services = new Map(targets.map((target) => [serviceName(target), target]));
  return { fixed: [...services.values()].map((target) => service(traffic, target)), split: route(traffic) };
}

/** As KubeVela 1.0 calls them. */
function serviceName({ revision, component, port }: Target): string {
  return `${revision}-${component}-${port}`;
}

function service(traffic: ClusterTraffic, target: Target): KubernetesObject {
  const { component, revision, port } = target;
  const labels = { [COMPONENT_LABEL]: component, [REVISION_LABEL]: revision };
  const ports = [{ name: `http-${port}`, port, targetPort: port, protocol: "TCP" }];
  return trafficObject(
    traffic,
    { apiVersion: "v1", kind: "Service", name: serviceName(target) },
    { spec: { selector: labels, ports } },
    labels,
  );
}

function route(traffic: ClusterTraffic): KubernetesObject {
  const { hosts, gateways, rules } = traffic;
  const parentRefs = gateways.map((gateway) => {
    const slash = gateway.indexOf("/");
    return slash < 0 ? { name: gateway } : { namespace: gateway.slice(0, slash), name: gateway.slice(slash + 1) };
  });
  const spec = {
    parentRefs,
    hostnames: hosts,
    rules: rules.map(({ prefixes, targets }) => ({
      ...(prefixes.length === 0 ? {} : { matches: prefixes.map((value) => ({ path: { type: "PathPrefix", value } })) }),
      backendRefs: targets.map((target) => ({ name: serviceName(target), port: target.port, weight: target.weight })),
    })),
  };
  const type = { apiVersion: "gateway.networking.k8s.io/v1", kind: "HTTPRoute", name: traffic.name };
  return trafficObject(traffic, type, { spec });
}
