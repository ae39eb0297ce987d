import { type ClusterReader, Refusal } from "../../components/cluster-reader";
import { listAll } from "../../components/ocm/list-all";
import { isObject, type Json, type JsonObject } from "../../model/json";
import type { FoundObject } from "../../plan/found";
import { groupOf } from "../../plan/scope";
import { writerIn } from "../../plan/works/labels";
import { type Rights, readRights } from "./rights";

/** An object that the engine has created or changed since a time. */
export interface TouchedObject extends FoundObject {
  /** Whether it was there before. */
  changed?: true;
  /** When the engine has changed it last, as the cluster says it. */
  at: string;
}

/** What the API says about the kinds of a group. */
interface Kinds {
  resources?: { name: string; kind: string; namespaced: boolean; verbs: string[] }[];
}

/** A kind, and where the API has it. */
interface Listed {
  root: string;
  name: string;
  kind: string;
  namespaced: boolean;
}

/** Seconds by which a cluster's clock may differ from the one of whoever ran before. */
const CLOCKS_DIFFER = 300;
/** Under which names the Kubernetes provider sets fields. */
const MANAGER = /^pulumi-kubernetes-/;

/**
 * Looks through every kind of a cluster for objects of Applications that the engine has created or changed since a time. In the hub, these
 * are also what clusters pull. Credentials that may not look everywhere look wherever they may create.
 *
 * @throws Error when the cluster does not answer, or refuses to
 */
export async function touchedSince(reader: ClusterReader, cluster: string, since: Date): Promise<TouchedObject[]> {
  const from = since.getTime() - CLOCKS_DIFFER * 1000;
  const groups = [["/api/v1"], ...(await groupRoots(reader))];
  const lists = new Lists(reader);
  const found = groups.map(async (roots) => {
    const kinds = await kindsOf(reader, roots);
    const all = kinds.map(async (listed) => {
      const place = { cluster, apiVersion: apiVersionOf(listed), kind: listed.kind };
      return (await lists.of(listed)).flatMap((item) => foundIn(item as Json, place, from) ?? []);
    });
    return (await Promise.all(all)).flat();
  });
  return (await Promise.all(found)).flat();
}

const SELECTOR = "app.oam.dev/name,app.oam.dev/namespace";

/** Lists objects of Applications: everywhere in the cluster, or where the credentials may create such. */
class Lists {
  #rights: Promise<Rights | undefined> | undefined;

  constructor(private readonly reader: ClusterReader) {}

  async of(listed: Listed): Promise<unknown[]> {
    try {
      return await this.#under(`${listed.root}/${listed.name}`);
    } catch (refusal) {
      if (!(refusal instanceof Refusal) || refusal.status !== FORBIDDEN) throw refusal;
      return this.#narrow(listed, refusal);
    }
  }

  async #narrow(listed: Listed, refusal: Refusal): Promise<unknown[]> {
    this.#rights ??= readRights(this.reader);
    const rights = await this.#rights;
    const resource = { group: groupOf({ apiVersion: apiVersionOf(listed) }), name: listed.name };
    if (rights === undefined || (!listed.namespaced && rights.inCluster(resource))) throw refusal;
    const namespaces = listed.namespaced ? rights.namespacesFor(resource) : [];
    const found = namespaces.map((name) => this.#under(`${listed.root}/namespaces/${name}/${listed.name}`));
    return (await Promise.all(found)).flat();
  }

  async #under(path: string): Promise<unknown[]> {
    return (await listAll(this.reader, path, { labelSelector: SELECTOR }))?.items ?? [];
  }
}

/** What the API answers to what credentials may not do. */
const FORBIDDEN = 403;

function apiVersionOf({ root }: Listed): string {
  return root.replace(/^\/apis?\//, "");
}

/** Where the API has each of its groups, in all versions: the one that it prefers first. */
async function groupRoots(reader: ClusterReader): Promise<string[][]> {
  const { groups } = ((await reader.get("/apis")) ?? {}) as {
    groups?: { preferredVersion?: Version; versions?: Version[] }[];
  };
  return (groups ?? []).map(({ preferredVersion, versions = [] }) => {
    const all = [...(preferredVersion === undefined ? [] : [preferredVersion]), ...versions];
    return [...new Set(all.flatMap(({ groupVersion }) => (groupVersion ? [`/apis/${groupVersion}`] : [])))];
  });
}

interface Version {
  groupVersion?: string;
}

/** The kinds of a group of which objects can be found and deleted, each in the first version that has it. */
async function kindsOf(reader: ClusterReader, roots: readonly string[]): Promise<Listed[]> {
  const all = roots.map(async (root) => {
    const { resources = [] } = ((await reader.get(root)) ?? {}) as Kinds;
    const kinds = resources.filter(
      ({ name, verbs }) => !name.includes("/") && verbs.includes("list") && verbs.includes("delete"),
    );
    return kinds.map(({ name, kind, namespaced }) => ({ root, name, kind, namespaced }));
  });
  const byName = new Map(
    (await Promise.all(all))
      .flat()
      .reverse()
      .map((one) => [one.name, one]),
  );
  return [...byName.values()].reverse();
}

function foundIn(
  item: Json,
  place: Pick<FoundObject, "cluster" | "apiVersion" | "kind">,
  from: number,
): TouchedObject | undefined {
  if (!isObject(item) || !isObject(item.metadata)) return undefined;
  const { name, namespace, labels, creationTimestamp, managedFields } = item.metadata;
  const set = (Array.isArray(managedFields) ? managedFields : []).filter(isObject).find(isEngines);
  if (set === undefined || !isObject(labels)) return undefined;
  const writer = writerIn(place, labels);
  const isSince = (time: unknown) => Date.parse(String(time)) >= from;
  const created = isSince(creationTimestamp);
  if (!created && !isSince(set.time)) return undefined;
  return {
    ...place,
    name: String(name),
    ...(typeof namespace === "string" ? { namespace } : {}),
    application: `${labels["app.oam.dev/namespace"]}/${labels["app.oam.dev/name"]}`,
    ...(writer === undefined ? {} : { writer }),
    manager: String(set.manager),
    ...(created ? {} : { changed: true as const }),
    at: String(set.time),
  };
}

function isEngines({ manager }: JsonObject): boolean {
  return typeof manager === "string" && MANAGER.test(manager);
}
