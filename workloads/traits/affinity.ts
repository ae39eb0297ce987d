import { patchPodSpec } from "../patch/pod-spec";
import type { Sparse } from "../pod/sparse";
import { traitType } from "../types";
import { affinitySchema } from "./affinity-schema";
import { POD_WORKLOADS } from "./applies-to";

/** The two lists as Kubernetes calls them. */
function scheduling(affinity: { required?: Sparse; preferred?: Sparse } | undefined): Sparse {
  return (
    affinity && {
      requiredDuringSchedulingIgnoredDuringExecution: affinity.required,
      preferredDuringSchedulingIgnoredDuringExecution: affinity.preferred,
    }
  );
}

/** Trait `affinity`: which nodes the pods go to, and which other pods they want or do not want near them. */
export const affinity = traitType({
  name: "affinity",
  description: "Says which nodes the pods run on, near which other pods, and which taints they tolerate",
  appliesTo: POD_WORKLOADS,
  schema: affinitySchema,
  apply({ podAffinity, podAntiAffinity, nodeAffinity, tolerations }, { workload }) {
    const kinds = {
      podAffinity: scheduling(podAffinity),
      podAntiAffinity: scheduling(podAntiAffinity),
      nodeAffinity: scheduling(nodeAffinity),
    };
    const any = Object.values(kinds).some((kind) => kind !== undefined);
    return { workload: patchPodSpec(workload, { affinity: any ? kinds : undefined, tolerations }) };
  },
});
