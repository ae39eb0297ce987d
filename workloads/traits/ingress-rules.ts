import { z } from "zod";
import { sortedEntries } from "../entries";
import type { KubernetesObject } from "../types";

/** Properties of the traits that make a component reachable under a domain. */
export const ingressShape = {
  domain: z.string().describe("Host name under which the component is reachable"),
  http: z.record(z.string(), z.int()).default({}).describe("Port of the component by path of the request"),
};

interface IngressProperties {
  domain: string;
  http: Record<string, number>;
}

/** An Ingress as clusters before Kubernetes 1.22 have it, to the Service that is named as the component. */
export function betaIngress(properties: IngressProperties, name: string): KubernetesObject {
  const paths = sortedEntries(properties.http).map(([path, port]) => ({
    path,
    backend: { serviceName: name, servicePort: port },
  }));
  return {
    apiVersion: "networking.k8s.io/v1beta1",
    kind: "Ingress",
    metadata: { name },
    spec: { rules: [{ host: properties.domain, http: { paths } }] },
  };
}

/** An Ingress of the given class, to the Service that is named as the component. */
export function classIngress(properties: IngressProperties, name: string, className: string): KubernetesObject {
  const paths = sortedEntries(properties.http).map(([path, port]) => ({
    path,
    pathType: "ImplementationSpecific",
    backend: { service: { name, port: { number: port } } },
  }));
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: { name, annotations: { "kubernetes.io/ingress.class": className } },
    spec: { rules: [{ host: properties.domain, http: { paths } }] },
  };
}

/** The Service that the Ingress leads to. */
export function ingressService(properties: IngressProperties, name: string): KubernetesObject {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name },
    spec: {
      selector: { "app.oam.dev/component": name },
      ports: sortedEntries(properties.http).map(([, port]) => ({ port, targetPort: port })),
    },
  };
}
