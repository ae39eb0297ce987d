import type { Json, JsonObject } from "../../../model/json";
import type { KubernetesObject } from "../../../workloads/types";

/** A component, policy or workflow step as people write it. */
export type Entry = { name: string; type: string } & JsonObject;

/** Parts of an {@link application}. */
export interface ApplicationParts {
  /** Default: `app`. */
  name?: string;
  namespace: string;
  components: Entry[];
  policies?: Entry[];
  /** Without, there is no workflow: one step per topology. */
  steps?: Entry[];
}

/** An Application document. */
export function application({ name = "app", namespace, components, policies = [], steps }: ApplicationParts): Json {
  return {
    apiVersion: "core.oam.dev/v1beta1",
    kind: "Application",
    metadata: { name, namespace },
    spec: { components, policies, ...(steps === undefined ? {} : { workflow: { steps } }) },
  };
}

/** A component that is one finished object. */
export function raw(object: KubernetesObject): Entry {
  return { name: object.metadata?.name ?? "", type: "raw", properties: object as JsonObject };
}

/** A component that is a ConfigMap: ready as soon as it exists. */
export function settings(name: string, data: Record<string, string> = { key: "value" }): Entry {
  return raw({ apiVersion: "v1", kind: "ConfigMap", metadata: { name }, data });
}

/** A component that is a Deployment of one pod, which is Available only `seconds` after the pod is ready. */
export function slow(name: string, seconds: number, image = "registry.example/slow:1"): Entry {
  const labels = { app: name };
  return raw({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name },
    spec: {
      minReadySeconds: seconds,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: "main", image }] } },
    },
  });
}

/** A component of type `webservice`: a Deployment that is ready at once. */
export function web(name: string, properties: JsonObject = {}): Entry {
  return { name, type: "webservice", properties: { image: "registry.example/web:1", ...properties } };
}

/** A topology policy that names its clusters. */
export function topology(name: string, clusters: string[], more: JsonObject = {}): Entry {
  return { name, type: "topology", properties: { clusters, ...more } };
}

/** A topology policy that finds no cluster and says that this is fine. */
export function nowhere(name: string): Entry {
  return { name, type: "topology", properties: { clusterLabelSelector: { nobody: "has-it" }, allowEmpty: true } };
}

/** An override policy that changes components. */
export function override(name: string, ...components: JsonObject[]): Entry {
  return { name, type: "override", properties: { components } };
}

/** An override policy that lets only some components through. */
export function only(...components: string[]): Entry {
  return { name: `only-${components.join("-")}`, type: "override", properties: { selector: components } };
}

/** A deploy step. */
export function deploy(name: string, ...policies: string[]): Entry {
  return { name, type: "deploy", properties: { policies } };
}

/** A step whose sub-steps run side by side. */
export function group(name: string, ...subSteps: Entry[]): Entry {
  return { name, type: "step-group", subSteps };
}
