/*
 * A policy pack of Pulumi for flotilla's stacks. The engine asks it about every resource of any program, whoever wrote that:
 *
 *   pulumi preview --policy-pack examples/policy-pack
 *
 * Prefer flotilla's own checks (docs/checks.md) for what concerns objects: they know components and clusters.
 */
import { PolicyPack, type ResourceValidationPolicy } from "@pulumi/policy";

/** Types of Kubernetes objects begin so, whatever kind they are. */
const KUBERNETES = "kubernetes:";

const owned: ResourceValidationPolicy = {
  name: "has-team",
  description: "Every object says in the label `team` whose it is.",
  enforcementLevel: "advisory",
  validateResource({ type, props }, reportViolation) {
    if (!isObject(type)) return;
    if (props.metadata?.labels?.team === undefined) {
      reportViolation(`${props.kind} ${props.metadata?.name} has no label "team": add the trait labels`);
    }
  },
};

const noNodePorts: ResourceValidationPolicy = {
  name: "no-node-ports",
  description: "No Service opens a port on every node.",
  enforcementLevel: "mandatory",
  validateResource({ type, props }, reportViolation) {
    if (type === "kubernetes:core/v1:Service" && props.spec?.type === "NodePort") {
      reportViolation(`Service ${props.metadata?.name} is of type NodePort: take ClusterIP`);
    }
  },
};

/** Whether a resource is an object in a cluster, and not a release or a patch of one. */
function isObject(type: string): boolean {
  return type.startsWith(KUBERNETES) && !type.startsWith(`${KUBERNETES}helm`) && !type.endsWith("Patch");
}

new PolicyPack("flotilla", { policies: [owned, noNodePorts] });
