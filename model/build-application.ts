import type { Application, Component, ExternalPolicy, Policy, Trait } from "./application";
import { buildApplicationWorkflow, buildInputs } from "./build-workflow";
import { policyName } from "./default-names";
import { childOrigin } from "./notes";
import type { WrittenApplication, WrittenComponent, WrittenPolicy, WrittenPolicyObject, WrittenTrait } from "./schema";
import type { Origin } from "./source";

/** Builds an Application. */
export function buildApplication(written: WrittenApplication, origin: Origin): Application {
  const { metadata, spec } = written;
  const specOrigin = childOrigin(origin, "spec");
  return {
    name: metadata.name,
    namespace: metadata.namespace ?? "default",
    labels: metadata.labels ?? {},
    annotations: metadata.annotations ?? {},
    components: buildComponents(spec.components, childOrigin(specOrigin, "components")),
    policies: buildPolicies(spec.policies ?? [], childOrigin(specOrigin, "policies")),
    ...(spec.workflow
      ? { workflow: buildApplicationWorkflow(spec.workflow, childOrigin(specOrigin, "workflow")) }
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

function buildComponents(written: readonly WrittenComponent[], origin: Origin): Component[] {
  return written.map((component, index) => buildComponent(component, childOrigin(origin, index)));
}

function buildComponent(written: WrittenComponent, origin: Origin): Component {
  const traits = childOrigin(origin, "traits");
  return {
    name: written.name,
    type: written.type,
    properties: written.properties ?? {},
    traits: (written.traits ?? []).map((trait, index) => buildTrait(trait, childOrigin(traits, index))),
    dependsOn: written.dependsOn ?? [],
    ...(written.inputs?.length ? { inputs: buildInputs(written.inputs) } : {}),
    origins: [origin],
  };
}

function buildTrait(written: WrittenTrait, origin: Origin): Trait {
  return { type: written.type, properties: written.properties ?? {}, origins: [origin] };
}

function buildPolicies(written: readonly WrittenPolicy[], origin: Origin): Policy[] {
  return written.map(({ name, type, properties }, index) => ({
    name: policyName(name, type, index),
    type,
    properties: properties ?? undefined,
    origin: childOrigin(origin, index),
  }));
}
