import { createHash } from "node:crypto";
import type { Application, Component, Trait } from "../model/application";
import type { ClusterRegistry } from "../model/cluster";
import type { Finding } from "../model/findings";
import { findingAt, type Origin } from "../model/source";
import { suggest } from "../model/suggest";
import { checkProperties } from "../model/validate";
import type { References } from "../workloads/references";
import type { TypeRegistry } from "../workloads/registry";
import {
  type Auxiliary,
  type KubernetesObject,
  type Outside,
  type RenderContext,
  RenderError,
  type TraitContext,
} from "../workloads/types";
import { checkObjects } from "./check-objects";
import { finishAuxiliary, finishWorkload, type Target } from "./finish";
import { outsideOf } from "./outside";
import { refuseForgedReleases } from "./releases";

/** Where a component is rendered for: a cluster, and the namespace that the topology names, if it names one. */
export interface RenderTarget {
  cluster: string;
  namespace: string | undefined;
}

/**
 * Renders components of one Application into finished objects (all but the cluster's label). What is wrong goes into
 * `findings`; a component with an error renders to nothing. Results are remembered by component, namespace and
 * Kubernetes version, so that many clusters cost little more than one.
 */
export class Renderer {
  readonly #rendered = new WeakMap<Component, Map<string, KubernetesObject[]>>();
  readonly #checked = new WeakMap<Component | Trait, { value: unknown } | undefined>();
  readonly #versions: Map<string, { major: number; minor: number }>;

  constructor(
    private readonly application: Application,
    private readonly registry: ClusterRegistry,
    private readonly types: TypeRegistry,
    private readonly references: References,
    private readonly findings: Finding[],
  ) {
    this.#versions = new Map(registry.clusters.map((cluster) => [cluster.name, cluster.version]));
  }

  render(component: Component, target: RenderTarget): KubernetesObject[] {
    const version = this.#versions.get(target.cluster) ?? { major: 1, minor: 0 };
    const known = this.#rendered.get(component) ?? new Map<string, KubernetesObject[]>();
    this.#rendered.set(component, known);
    const shared = `${version.major}.${version.minor}/${target.namespace ?? ""}`;
    const single = `${shared}/${target.cluster}`;
    const before = known.get(shared) ?? known.get(single);
    if (before !== undefined) return before;
    const outside = outsideOf(this.application, component, this.references, this.registry.allowCrossNamespace);
    const scope = new Scope(this.application, component, target, version, outside);
    const objects = this.#renderOnce(component, scope, target.namespace);
    known.set(scope.readCluster ? single : shared, objects);
    return objects;
  }

  #renderOnce(component: Component, scope: Scope, namespace: string | undefined): KubernetesObject[] {
    const type = this.types.components.get(component.type);
    const properties = type && this.#check(component, type.schema);
    const traits = component.traits.map((trait) => ({ trait, ...this.#checkTrait(trait) }));
    if (component.type === "") this.findings.push(missingType(component));
    if (type === undefined || properties === undefined || traits.some((t) => t.properties === undefined)) return [];
    try {
      const made = type.render(properties.value, scope);
      const rendered = { workload: made.workload, auxiliaries: auxiliaries(made.outputs) };
      for (const { trait, type: traitType, properties: traitProperties } of traits) {
        if (traitType === undefined || traitProperties === undefined) return [];
        const step = attempt(trait.origins, () => traitType.apply(traitProperties.value, scope.withObjects(rendered)));
        rendered.workload = step.workload ?? rendered.workload;
        rendered.auxiliaries = [
          ...(step.auxiliaries ?? rendered.auxiliaries),
          ...auxiliaries(step.outputs, trait.type),
        ];
      }
      for (const { type: traitType, properties: traitProperties } of traits)
        rendered.workload = traitType?.applyAtEnd?.(traitProperties?.value, rendered.workload) ?? rendered.workload;
      refuseForgedReleases(type, made, rendered);
      const finishing: Target = { application: this.application, component, namespace };
      const objects = [
        finishWorkload(rendered.workload, finishing),
        ...rendered.auxiliaries.map((a) => finishAuxiliary(a, finishing)),
      ];
      const { allowCrossNamespace } = this.registry;
      const confines = { namespace: this.application.namespace, allowCrossNamespace };
      this.findings.push(...checkObjects(objects, component, confines));
      return objects;
    } catch (error) {
      this.findings.push(renderFinding(error, component));
      return [];
    }
  }

  #checkTrait(trait: Trait) {
    const type = this.types.traits.get(trait.type);
    return { type, properties: type && this.#check(trait, type.schema) };
  }

  #check(part: Component | Trait, schema: Parameters<typeof checkProperties>[0]): { value: unknown } | undefined {
    if (this.#checked.has(part)) return this.#checked.get(part);
    const { value, findings } = checkProperties(schema, part.properties, part.origins, ["properties"]);
    this.findings.push(...findings);
    const result = findings.some((finding) => finding.severity === "error") ? undefined : { value };
    this.#checked.set(part, result);
    return result;
  }
}

/** The render context of one component; remembers whether anybody asked for the cluster. */
class Scope implements RenderContext {
  readonly appName: string;
  readonly appLabels: Record<string, string>;
  readonly appAnnotations: Record<string, string>;
  readonly name: string;
  readonly namespace: string;
  readonly replicaKey?: string;
  readonly #asked = { cluster: false };

  constructor(
    application: Application,
    private readonly component: Component,
    private readonly target: RenderTarget,
    readonly clusterVersion: { major: number; minor: number },
    readonly outside: Outside,
  ) {
    this.appName = application.name;
    this.appLabels = application.labels;
    this.appAnnotations = application.annotations;
    this.name = component.name;
    this.namespace = target.namespace ?? application.namespace;
    if (component.replicaKey !== undefined) this.replicaKey = component.replicaKey;
  }

  get cluster(): string {
    this.#asked.cluster = true;
    return this.target.cluster;
  }

  /** Changes whenever the component does, and only then. */
  get revision(): string {
    const { type, properties, traits } = this.component;
    const content = JSON.stringify([type, properties, traits.map((trait) => [trait.type, trait.properties])]);
    return createHash("sha256").update(content).digest("hex").slice(0, 16);
  }

  get readCluster(): boolean {
    return this.#asked.cluster;
  }

  /** The same context with the objects that a trait sees. */
  withObjects(objects: Pick<TraitContext, "workload" | "auxiliaries">): TraitContext {
    const scope = this;
    const { appName, appLabels, appAnnotations, name, namespace, clusterVersion, replicaKey, outside } = this;
    return {
      ...{ appName, appLabels, appAnnotations, name, namespace, clusterVersion, outside, ...objects },
      ...(replicaKey === undefined ? {} : { replicaKey }),
      get cluster() {
        return scope.cluster;
      },
    };
  }
}

function auxiliaries(outputs: Record<string, KubernetesObject> | undefined, trait?: string): Auxiliary[] {
  return Object.entries(outputs ?? {}).map(([key, object]) => ({
    key,
    object,
    ...(trait === undefined ? {} : { trait }),
  }));
}

/** A render error that already knows which trait it came from. */
class TraitError extends Error {
  constructor(
    readonly origins: readonly Origin[],
    readonly error: RenderError,
  ) {
    super(error.message);
  }
}

function attempt<T>(origins: readonly Origin[], run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw error instanceof RenderError ? new TraitError(origins, error) : error;
  }
}

function renderFinding(error: unknown, component: Component): Finding {
  const origins = error instanceof TraitError ? error.origins : component.origins;
  const cause = error instanceof TraitError ? error.error : error;
  if (!(cause instanceof RenderError)) throw error;
  const path = cause.path.length === 0 ? [] : ["properties", ...cause.path];
  return findingAt(origins, path, {
    severity: "error",
    code: "render-failed",
    message: `component "${component.name}": ${cause.message}`,
    ...(cause.hint === undefined ? {} : { hint: cause.hint }),
  });
}

function missingType(component: Component): Finding {
  return findingAt(component.origins, [], {
    severity: "error",
    code: "missing-field",
    message: `component "${component.name}" has no type`,
    hint: "it was added by an override, because no component has this name here: give it a type or correct the name",
  });
}

/** A finding for a component or trait type that does not exist. */
export function unknownType(
  what: "component" | "trait",
  name: string,
  known: Iterable<string>,
  origins: readonly Origin[],
): Finding {
  const near = suggest(name, [...known]);
  return findingAt(origins, ["type"], {
    severity: "error",
    code: what === "component" ? "unknown-component-type" : "unknown-trait-type",
    message: `there is no ${what} type "${name}"`,
    ...(near === undefined ? {} : { hint: `did you mean "${near}"?` }),
  });
}
