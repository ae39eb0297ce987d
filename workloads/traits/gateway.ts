import { z } from "zod";
import { sortedEntries } from "../entries";
import { stringMap } from "../pod/schema";
import { kubernetesObject, type Sparse, type SparseObject } from "../pod/sparse";
import { type KubernetesObject, RenderError, type TraitContext, traitType } from "../types";

/** Clusters before 1.19 know Ingress only in its beta version. */
const FIRST_MINOR_WITH_INGRESS_V1 = 19;

const CLASS_ANNOTATION = "kubernetes.io/ingress.class";
const DEFAULT_CLASS = "nginx";

const schema = z.object({
  domain: z.string().optional().describe("Host name that requests come for; all host names when absent"),
  http: z.record(z.string(), z.int()).default({}).describe("Port of the workload for each path, such as `/: 80`"),
  class: z.string().optional().describe("Ingress class, which says who serves it; `nginx` when absent"),
  classInSpec: z
    .boolean()
    .default(false)
    .describe("Whether the class stands in `spec.ingressClassName`, not in annotation `kubernetes.io/ingress.class`"),
  secretName: z.string().optional().describe("Name of the Secret with the TLS certificate; needs `domain`"),
  gatewayHost: z.string().optional().describe("Address of the ingress gateway, for displaying endpoints"),
  name: z.string().optional().describe("Suffix that tells several gateways of one component apart"),
  pathType: z
    .enum(["ImplementationSpecific", "Prefix", "Exact"])
    .default("ImplementationSpecific")
    .describe("How paths are compared"),
  annotations: stringMap.optional().describe("Annotations of the Ingress"),
  labels: stringMap.optional().describe("Labels of the Ingress"),
  existingServiceName: z.string().optional().describe("Name of a Service to use; none is created then"),
});

type Gateway = z.infer<typeof schema>;

/** Trait `gateway`: a Service and an Ingress, so that HTTP requests from outside reach the component. */
export const gateway = traitType({
  name: "gateway",
  description: "Routes HTTP requests from outside of the cluster to the component",
  appliesTo: ["deployments.apps", "statefulsets.apps"],
  schema,
  apply(gateway, context) {
    const suffix = gateway.name === undefined ? "" : `-${gateway.name}`;
    const name = `${context.name}${suffix}`;
    const service =
      gateway.existingServiceName === undefined ? { [`service${suffix}`]: serviceOf(gateway, name, context.name) } : {};
    return { outputs: { ...service, [`ingress${suffix}`]: ingressOf(gateway, name, context) } };
  },
});

function serviceOf({ http }: Gateway, name: string, component: string): KubernetesObject {
  const ports = sortedEntries(http).map(([, port]) => ({ name: `port-${port}`, port, targetPort: port }));
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name },
    spec: { selector: { "app.oam.dev/component": component }, ports },
  };
}

function ingressOf(gateway: Gateway, name: string, { clusterVersion }: TraitContext): KubernetesObject {
  const legacy = clusterVersion.minor < FIRST_MINOR_WITH_INGRESS_V1;
  return kubernetesObject({
    apiVersion: legacy ? "networking.k8s.io/v1beta1" : "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: { name, annotations: annotationsOf(gateway), labels: gateway.labels ?? {} },
    spec: {
      ingressClassName: gateway.classInSpec ? (gateway.class ?? DEFAULT_CLASS) : undefined,
      tls: tlsOf(gateway),
      rules: [{ host: gateway.domain, http: { paths: pathsOf(gateway, gateway.existingServiceName ?? name, legacy) } }],
    },
  });
}

/** Annotations may say the class when `class` does not; else they may not contradict what the other properties say. */
function annotationsOf({ classInSpec, class: className, gatewayHost, annotations = {} }: Gateway): SparseObject {
  const own = {
    [CLASS_ANNOTATION]: classInSpec ? undefined : (className ?? annotations[CLASS_ANNOTATION] ?? DEFAULT_CLASS),
    "ingress.controller/host": gatewayHost,
  };
  for (const [key, value] of Object.entries(own)) {
    if (value === undefined || (annotations[key] ?? value) === value) continue;
    throw new RenderError(`annotation ${key} is set to ${JSON.stringify(value)} already`, ["annotations", key]);
  }
  return { ...own, ...annotations };
}

function tlsOf({ secretName, domain }: Gateway): Sparse {
  if (secretName === undefined) return undefined;
  if (domain === undefined) throw new RenderError("secretName needs a domain to be the certificate of", ["secretName"]);
  return [{ hosts: [domain], secretName }];
}

function pathsOf({ http, pathType }: Gateway, service: string, legacy: boolean): Sparse[] {
  return sortedEntries(http).map(([path, port]) => ({
    path,
    pathType,
    backend: legacy
      ? { serviceName: service, servicePort: port }
      : { service: { name: service, port: { number: port } } },
  }));
}
