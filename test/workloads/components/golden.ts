import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse, parseAllDocuments } from "yaml";
import { isObject, type Json, type JsonObject } from "../../../model/json";
import { COMPONENTS } from "../../../workloads/components";
import type { RenderContext } from "../../../workloads/types";
import { outside } from "../outside";

/** Recorded results of KubeVela, which live beside the checkout of those who have them. */
const CASES = resolve(__dirname, "../../../../shared/golden/cases");

/** Policies and what else in an Application makes its components differ from what is written. */
const CHANGING = ["override", "env-binding", "replication"];

/** The label with which an object says the cluster it goes to, whatever the placement of its component. */
const PIN = "app.oam.dev/cluster";

/** A recorded case: the documents, the clusters and the result. */
export interface GoldenCase {
  name: string;
  documents: string;
  clusters: string;
  golden: string;
}

/** All recorded cases; none when there are none on this machine. */
export function goldenCases(): GoldenCase[] {
  if (!existsSync(CASES)) return [];
  return readdirSync(CASES)
    .sort()
    .map((name) => {
      const read = (file: string) => readFileSync(join(CASES, name, file), "utf8");
      return { name, documents: read("app.yaml"), clusters: read("clusters.yaml"), golden: read("golden.json") };
    });
}

/** One component in one placement: what is rendered for it, and what KubeVela has rendered, both comparable. */
export interface Comparison {
  title: string;
  rendered: Json;
  expected: Json;
}

interface Step {
  manifests: Record<string, JsonObject[]>;
}

/** The components without traits of an Application that no policy changes, each with what a case says about it. */
export function comparisons({ name, documents, clusters, golden }: GoldenCase): Comparison[] {
  const all = parseAllDocuments(documents).map((document) => document.toJS() as JsonObject);
  const application = all.find((document) => document.kind === "Application");
  const { steps = [] } = JSON.parse(golden) as { steps?: Step[] };
  if (application === undefined || all.some(changesComponents)) return [];
  const { components } = application.spec as { components: JsonObject[] };
  return components
    .filter(({ traits }) => !Array.isArray(traits) || traits.length === 0)
    .filter((component) => !JSON.stringify(component).includes(PIN))
    .flatMap((component) =>
      steps.flatMap(({ manifests }) =>
        delivered(manifests, String(component.name)).map(([cluster, objects]) => {
          const context = contextOf(application, component, cluster, versionOf(clusters, cluster));
          return compare(`${name}: ${component.name} in ${cluster}`, component, context, objects);
        }),
      ),
    );
}

function changesComponents(document: JsonObject): boolean {
  const { policies } = (isObject(document.spec) ? document.spec : {}) as { policies?: JsonObject[] };
  return [document, ...(policies ?? [])].some(({ type }) => CHANGING.includes(String(type)));
}

/** The objects of one component, by cluster. */
function delivered(manifests: Step["manifests"], component: string): [string, JsonObject[]][] {
  const byCluster = new Map<string, JsonObject[]>();
  for (const [target, objects] of Object.entries(manifests)) {
    const own = objects.filter((object) => labels(object)["app.oam.dev/component"] === component);
    const [cluster = ""] = target.split("/");
    if (own.length > 0) byCluster.set(cluster, [...(byCluster.get(cluster) ?? []), ...own]);
  }
  return [...byCluster];
}

function labels(object: JsonObject): Record<string, string> {
  return (object.metadata as { labels?: Record<string, string> }).labels ?? {};
}

function versionOf(clusters: string, name: string): { major: number; minor: number } {
  const { clusters: list } = parse(clusters) as { clusters: { name: string; kubernetesVersion?: string }[] };
  const version = list.find((cluster) => cluster.name === name)?.kubernetesVersion ?? "1.31";
  const [major = 1, minor = 0] = version.replace("v", "").split(".").map(Number);
  return { major, minor };
}

function contextOf(
  application: JsonObject,
  component: JsonObject,
  cluster: string,
  clusterVersion: RenderContext["clusterVersion"],
): RenderContext {
  const { name, namespace = "default" } = application.metadata as { name: string; namespace?: string };
  const own = { name: String(component.name), namespace, cluster, clusterVersion };
  return { appName: name, appLabels: {}, appAnnotations: {}, outside: outside(), ...own };
}

function compare(title: string, component: JsonObject, context: RenderContext, objects: JsonObject[]): Comparison {
  const type = COMPONENTS.find((candidate) => candidate.name === component.type);
  if (type === undefined) throw new Error(`${title}: no type ${component.type}`);
  const { workload, outputs = {} } = type.render(type.schema.parse(component.properties), context);
  const rendered = { "": workload, ...outputs } as Record<string, JsonObject>;
  const expected = Object.fromEntries(
    objects.map((object) => [labels(object)["trait.oam.dev/resource"] ?? "", object]),
  );
  return {
    title,
    rendered: mapValues(rendered, (object) => ownPart(object, context.name)),
    expected: mapValues(expected, (object) => ownPart(object, context.name)),
  };
}

function mapValues(objects: Record<string, JsonObject>, change: (object: JsonObject) => Json): JsonObject {
  return Object.fromEntries(Object.entries(objects).map(([key, object]) => [key, change(object)]));
}

/** An object without what is not the render function's: labels, annotations, namespace, the default name, revisions. */
function ownPart(object: JsonObject, component: string): Json {
  const { metadata, ...rest } = object;
  const { name = component } = (metadata ?? {}) as JsonObject;
  return withoutRevision({ ...rest, metadata: { name } });
}

function withoutRevision(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutRevision);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).filter(([key]) => key !== "app.oam.dev/revision");
  return Object.fromEntries(entries.map(([key, item]) => [key, withoutRevision(item)]));
}
