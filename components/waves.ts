import * as pulumi from "@pulumi/pulumi";
import { deliveringLater } from "../cli/shard-order";
import type { Finding } from "../model/findings";
import type { GraphNode, WaveEndNode } from "../plan/graph-types";
import { isDone } from "./outcome";
import { WaveEnd } from "./wave-end";

/** What was made of a graph, by the names of its nodes. */
export type Made = ReadonlyMap<string, { node: GraphNode; resource: pulumi.Resource }>;

/** Knows which clusters have failed in the waves of one Application. In a preview, none has. */
export class Failures {
  readonly #ends = new Map<string, Promise<boolean | undefined>>();

  constructor(private readonly made: Made) {}

  /** Names of the clusters of a wave in which something of it failed, when all of it has ended. */
  async of({ clusters, maxFailures }: WaveEndNode): Promise<string[]> {
    if (pulumi.runtime.isDryRun() || maxFailures === 0) return [];
    const ended = clusters.map(async ({ name, nodes }) => {
      const done = await Promise.all(nodes.map((node) => this.#isDone(node)));
      return done.every((one) => one === true) ? [] : [name];
    });
    return (await Promise.all(ended)).flat();
  }

  /** Names of the clusters that have failed in the waves before one. */
  async before({ previous }: WaveEndNode): Promise<string[]> {
    const { node, resource } = this.made.get(previous ?? "") ?? {};
    if (pulumi.runtime.isDryRun() || node?.kind !== "waveEnd") return [];
    const own = resource instanceof WaveEnd ? await resource.failedClusters() : [];
    return [...new Set([...(await this.before(node)), ...own])];
  }

  /** What to say at the end of a run about steps whose waves have failed; nothing when the engine is going down anyway. */
  async findings(application: string): Promise<Finding[]> {
    if (pulumi.runtime.isDryRun()) return [];
    const steps = new Set([...this.made.values()].flatMap(({ node }) => (node.kind === "waveEnd" ? [node.step] : [])));
    const found = await Promise.all([...steps].map((step) => this.#findingOf(application, step)));
    return found.flat();
  }

  /** Waits until everything has ended in one way or another. */
  async ended(): Promise<void> {
    await Promise.all([...this.made.keys()].map((name) => this.#isDone(name)));
  }

  async #findingOf(application: string, step: string): Promise<Finding[]> {
    const nodes = [...this.made.values()]
      .map(({ node }) => node)
      .filter((node) => "step" in node && node.step === step);
    const ends = nodes.filter((node) => node.kind === "waveEnd");
    const known = await Promise.all(nodes.map(({ name }) => this.#isDone(name)));
    if (known.includes(undefined)) return [];
    const fates = await Promise.all(nodes.map((node) => this.#fateOf(node)));
    const clustersThat = (fate: Fate) => [
      ...new Set(nodes.flatMap((node, index) => ("cluster" in node && fates[index] === fate ? [node.cluster] : []))),
    ];
    const unhealthy = await Promise.all(ends.map(({ name }) => this.#unhealthyAt(name)));
    const failed = [...new Set([...clustersThat("failed"), ...unhealthy.flat()])];
    const stopped = nodes.some((node, index) => node.kind === "waveEnd" && fates[index] === "failed");
    if (failed.length === 0 && !stopped) return [];
    const untouched = clustersThat("not tried").filter((name) => !failed.includes(name));
    const who = failed.length === 0 ? "a wave did not stay healthy" : `it failed in ${failed.join(", ")}`;
    const kept = untouched.length === 0 ? "" : `; not started, and as they were before: ${untouched.join(", ")}`;
    return [
      {
        ...{ severity: "error", code: "step-failed", message: `step "${step}" of ${application}: ${who}${kept}` },
        hint: `correct the cause and run ${deliveringLater().up} again: it goes on where this run has stopped`,
      },
    ];
  }

  async #unhealthyAt(name: string): Promise<string[]> {
    const resource = this.made.get(name)?.resource;
    return resource instanceof WaveEnd ? resource.failedClusters() : [];
  }

  /** What became of a node: one that has not been done failed itself if everything before it is done. */
  async #fateOf({ name, dependsOn }: GraphNode): Promise<Fate> {
    if (await this.#isDone(name)) return "done";
    const before = await Promise.all(dependsOn.map((one) => this.#isDone(one)));
    return before.every((one) => one === true) ? "failed" : "not tried";
  }

  #isDone(name: string): Promise<boolean | undefined> {
    const known = this.#ends.get(name);
    if (known !== undefined) return known;
    const { node, resource } = this.made.get(name) ?? {};
    const end = resource === undefined || node?.kind === "held" ? Promise.resolve(true) : isDone(resource);
    this.#ends.set(name, end);
    return end;
  }
}

type Fate = "done" | "failed" | "not tried";
