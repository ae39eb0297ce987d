/** Workloads with a pod template in `spec.template`, which is where most traits make their changes. */
export const POD_WORKLOADS: readonly string[] = [
  "deployments.apps",
  "statefulsets.apps",
  "daemonsets.apps",
  "jobs.batch",
];

/** A trait that makes sense on every workload. */
export const ANY_WORKLOAD: readonly string[] = ["*"];
