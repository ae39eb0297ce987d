import { lookup } from "../workloads/patch/lookup";
import { objectCheck } from "./types";

/** Every load balancer costs money and has an address of its own, often a public one. */
export const loadBalancer = objectCheck({
  name: "load-balancer",
  description: "No Service is of type LoadBalancer",
  about: "objects",
  parameters: {},
  check(object) {
    if (object.kind !== "Service" || object.apiVersion !== "v1") return [];
    if (lookup(object, "spec", "type") !== "LoadBalancer") return [];
    const hint = "take ClusterIP with the trait gateway, or NodePort";
    return [{ path: ["spec", "type"], problem: "is LoadBalancer", hint }];
  },
});
