import { z } from "zod";
import { traitType } from "../types";
import { ANY_WORKLOAD } from "./applies-to";
import { betaIngress, classIngress, ingressService, ingressShape } from "./ingress-rules";

/** Trait `ingress`: a Service and an Ingress as clusters before Kubernetes 1.22 have it. */
export const ingress = traitType({
  name: "ingress",
  description: "Deprecated, use `gateway`: makes the component reachable under a domain, before Kubernetes 1.22",
  appliesTo: ANY_WORKLOAD,
  schema: z.object(ingressShape),
  apply: (properties, { name }) => ({
    outputs: { service: ingressService(properties, name), ingress: betaIngress(properties, name) },
  }),
});

/** Trait `ingress-1-20`: a Service and an Ingress as clusters since Kubernetes 1.20 have it. */
export const ingress120 = traitType({
  name: "ingress-1-20",
  description: "Deprecated, use `gateway`: makes the component reachable under a domain, since Kubernetes 1.20",
  appliesTo: ANY_WORKLOAD,
  schema: z.object({
    ...ingressShape,
    class: z.string().default("nginx").describe("Class of the Ingress, which says who serves it"),
  }),
  apply: (properties, { name }) => ({
    outputs: {
      service: ingressService(properties, name),
      ingress: classIngress(properties, name, properties.class),
    },
  }),
});
