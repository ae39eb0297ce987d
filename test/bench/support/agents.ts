import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { ClusterReader } from "../../../components/cluster-reader";
import type { JsonObject } from "../../../model/json";
import { CLUSTER_API, PLACEMENT_API } from "../../../ocm/names";
import { REPLICA_SET_LABEL } from "../../../ocm/shared-works";
import { WORK_API } from "../../../plan/works/manifest-work";
import { REPLICA_SET_API } from "../../../plan/works/replica-sets";
import { hubCrds } from "../../../tools/ocm-crds";
import type { KubernetesObject } from "../../../workloads/types";

/** Milliseconds between two looks of all agents together, at least. */
const INTERVAL = 200;
/** How many times as long as a look takes nobody looks again: what is measured shares the machine with it. */
const REST = 4;
/** How many answers are written at the same time. */
const AT_ONCE = 20;

const WORKS = `/apis/${WORK_API}/manifestworks`;
const SETS = `/apis/${REPLICA_SET_API}/manifestworkreplicasets`;
const PLACEMENTS = `/apis/${PLACEMENT_API}/placements`;
const CLUSTERS = `/apis/${CLUSTER_API}/managedclusters`;

type Work = KubernetesObject & {
  metadata: { name: string; namespace: string; generation: number };
  spec: { workload: { manifests: KubernetesObject[] } };
  status?: { conditions?: { observedGeneration?: number }[] };
};

/** A ManifestWorkReplicaSet, or its Placement. */
type Shared = KubernetesObject & {
  metadata: { name: string; namespace: string; uid: string; generation: number };
  spec: JsonObject;
};

/**
 * A hub with clusters that nobody runs: whatever they are to pull is healthy as soon as somebody looks, and what they share is in all of
 * them.
 */
export class Agents {
  readonly #hub: ClusterReader;
  readonly #ended = new AbortController();
  readonly #running: Promise<void>;
  /** What was rolled out, by set. */
  readonly #rolledOut = new Map<string, string>();

  private constructor(hub: ClusterReader) {
    this.#hub = hub;
    this.#running = this.#run();
  }

  /** @param names the hub's clusters */
  static async start(kubeconfigFile: string, names: readonly string[]): Promise<Agents> {
    const hub = new ClusterReader(readFileSync(kubeconfigFile, "utf8"), 60_000, AT_ONCE);
    for (const crd of (await hubCrds()) as KubernetesObject[]) await hub.apply(crd, "bench");
    for (const path of [WORKS, CLUSTERS, SETS, PLACEMENTS]) await served(hub, path);
    await atOnce(names, (name) => join(new ClusterReader(readFileSync(kubeconfigFile, "utf8"), 60_000, 1), name));
    return new Agents(hub);
  }

  async stop(): Promise<void> {
    this.#ended.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#ended.signal.aborted) {
      const start = performance.now();
      await this.#rollOut();
      const { items = [] } = ((await this.#hub.get(WORKS)) ?? {}) as { items?: Work[] };
      const looked = performance.now() - start;
      await atOnce(items.filter(isNew), (work) => this.#answer(work));
      await sleep(Math.max(INTERVAL, REST * looked));
    }
  }

  /** Does what OCM's controllers do for sets and Placements as flotilla writes them. */
  async #rollOut(): Promise<void> {
    const [sets, placements] = await Promise.all([this.#list(SETS), this.#list(PLACEMENTS)]);
    for (const { metadata, spec } of sets) {
      const { name, namespace, uid, generation } = metadata;
      const placement = placements.find((one) => one.metadata.name === name && one.metadata.namespace === namespace);
      const version = `${generation} ${placement?.metadata.generation}`;
      if (placement === undefined || this.#rolledOut.get(uid) === version) continue;
      const labels = { [REPLICA_SET_LABEL]: `${namespace}.${name}` };
      await atOnce(chosenBy(placement.spec), async (cluster) => {
        const work = { apiVersion: WORK_API, kind: "ManifestWork", metadata: { name, namespace: cluster, labels } };
        await this.#hub.apply({ ...work, spec: spec.manifestWorkTemplate }, "bench");
      });
      this.#rolledOut.set(uid, version);
    }
  }

  async #list(path: string): Promise<Shared[]> {
    const { items = [] } = ((await this.#hub.get(path)) ?? {}) as { items?: Shared[] };
    return items;
  }

  async #answer(work: Work): Promise<void> {
    const { name, namespace, generation } = work.metadata;
    const lastTransitionTime = new Date().toISOString();
    const condition = (type: string) => ({ type, status: "True", reason: "Bench", message: "", lastTransitionTime });
    const current = [
      condition("Applied"),
      condition("Available"),
      { ...condition("Progressing"), status: "False" },
    ].map((one) => ({ ...one, observedGeneration: generation }));
    const manifests = work.spec.workload.manifests.map(({ apiVersion, kind, metadata }, ordinal) => {
      const [version = "", group = ""] = apiVersion.split("/").reverse();
      const { name = "", namespace = "" } = metadata ?? {};
      const resourceMeta = { ordinal, group, version, kind, resource: `${kind.toLowerCase()}s`, name, namespace };
      return { resourceMeta, conditions: [condition("Healthy"), condition("Applied")], statusFeedback: {} };
    });
    const path = `/apis/${WORK_API}/namespaces/${namespace}/manifestworks/${name}/status`;
    const status = { conditions: current, resourceStatus: { manifests } };
    // Somebody may have written it in the meantime: the next look sees to it.
    await this.#hub.put(path, { ...work, apiVersion: WORK_API, kind: "ManifestWork", status }).catch(() => undefined);
  }
}

/** The clusters that flotilla's Placements name. */
function chosenBy(spec: JsonObject): string[] {
  const [, names = "[]"] = / in (\[[^\]]*\])/.exec(JSON.stringify(spec).replaceAll('\\"', '"')) ?? [];
  return JSON.parse(names) as string[];
}

function isNew({ metadata, status }: Work): boolean {
  return status?.conditions?.[0]?.observedGeneration !== metadata.generation;
}

/** Waits until a kind that is new is there. */
async function served(hub: ClusterReader, path: string): Promise<void> {
  while ((await hub.get(path).catch(() => undefined)) === undefined) await sleep(INTERVAL);
}

/** A cluster that has joined, with its namespace. */
async function join(hub: ClusterReader, name: string): Promise<void> {
  const apiVersion = CLUSTER_API;
  await hub.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name } }, "bench");
  const made = await hub.apply(
    { apiVersion, kind: "ManagedCluster", metadata: { name }, spec: { hubAcceptsClient: true } },
    "bench",
  );
  const lastTransitionTime = new Date().toISOString();
  const types = ["HubAcceptedManagedCluster", "ManagedClusterJoined", "ManagedClusterConditionAvailable"];
  const conditions = types.map((type) => ({ type, status: "True", reason: "Bench", message: "", lastTransitionTime }));
  await hub.put(`${CLUSTERS}/${name}/status`, { ...made, status: { conditions } });
}

async function atOnce<In>(all: readonly In[], work: (one: In) => Promise<void>): Promise<void> {
  const left = [...all];
  const worker = async () => {
    for (let one = left.pop(); one !== undefined; one = left.pop()) await work(one);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
