import type { Application, Component, ExternalPolicy, Policy, Trait } from "./application";
import { buildApplicationWorkflow } from "./build-workflow";
import { childOrigin, type Notes } from "./notes";
import type { WrittenApplication, WrittenComponent, WrittenPolicy, WrittenPolicyObject, WrittenTrait } from "./schema";
import type { Origin } from "./source";

/** The fields of a component that need KubeVela's data passing, revisions or scopes. */
const UNSUPPORTED_FIELDS = ["inputs", "outputs", "externalRevision", "scopes"];

/** Builds an Application. */
export function buildApplication(written: WrittenApplication, origin: Origin, notes: Notes): Application {
  const { metadata, spec } = written;
  const specOrigin = childOrigin(origin, "spec");
  return {
    name: metadata.name,
    namespace: metadata.namespace ?? "default",
    labels: metadata.labels ?? {},
    annotations: metadata.annotations ?? {},
    components: buildComponents(spec.components, childOrigin(specOrigin, "components"), notes),
    policies: buildPolicies(spec.policies ?? [], childOrigin(specOrigin, "policies"), notes),
    ...(spec.workflow
      ? { workflow: buildApplicationWorkflow(spec.workflow, childOrigin(specOrigin, "workflow"), notes) }
      : {}),
    origin,
  };
}

/** Builds a Policy object. */
export function buildExternalPolicy(written: WrittenPolicyObject, origin: Origin): ExternalPolicy {
  return {
    name: written.metadata.name,
    namespace: written.metadata.namespace ?? "default",
    type: written.type,
    properties: written.properties ?? undefined,
    origin,
  };
}

function buildComponents(written: readonly WrittenComponent[], origin: Origin, notes: Notes): Component[] {
  const places = written.map((component, index) => ({ name: component.name, origin: childOrigin(origin, index) }));
  notes.unique("component", places);
  return written.map((component, index) => buildComponent(component, childOrigin(origin, index), notes));
}

function buildComponent(written: WrittenComponent, origin: Origin, notes: Notes): Component {
  notes.unsupported(origin, written, UNSUPPORTED_FIELDS, "of a component");
  const traits = childOrigin(origin, "traits");
  return {
    name: written.name,
    type: written.type,
    properties: written.properties ?? {},
    traits: (written.traits ?? []).map((trait, index) => buildTrait(trait, childOrigin(traits, index))),
    dependsOn: written.dependsOn ?? [],
    origins: [origin],
  };
}

function buildTrait(written: WrittenTrait, origin: Origin): Trait {
  return { type: written.type, properties: written.properties ?? {}, origins: [origin] };
}

/** Builds policies; those without a name are called `<type>-auto-gen-<index>`, as KubeVela does. */
function buildPolicies(written: readonly WrittenPolicy[], origin: Origin, notes: Notes): Policy[] {
  const policies = written.map((policy, index) => ({
    name: policy.name || `${policy.type}-auto-gen-${index}`,
    type: policy.type,
    properties: policy.properties ?? undefined,
    origin: childOrigin(origin, index),
  }));
  notes.unique("policy", policies, "warning", "; the last one is used");
  return policies;
}
