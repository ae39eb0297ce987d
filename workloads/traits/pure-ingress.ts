import { z } from "zod";
import { traitType } from "../types";
import { ANY_WORKLOAD } from "./applies-to";
import { betaIngress, ingressShape } from "./ingress-rules";

/**
 * Trait `pure-ingress`: an Ingress to a Service that already exists under the component's name. As in KubeVela, the
 * Ingress is of an API version that Kubernetes has dropped in 1.22, whatever the cluster.
 */
export const pureIngress = traitType({
  name: "pure-ingress",
  description:
    "Deprecated, use `gateway` with `existingServiceName`: makes an existing Service reachable under a domain, on clusters before Kubernetes 1.22",
  appliesTo: ANY_WORKLOAD,
  schema: z.object(ingressShape),
  apply: (properties, { name }) => ({ outputs: { ingress: betaIngress(properties, name) } }),
});
