import * as pulumi from "@pulumi/pulumi";
import type { WaveCluster, WaveEndNode } from "../plan/graph-types";
import { DEFAULT_TIMEOUT_SECONDS } from "../plan/timeouts";
import type { Cluster } from "./cluster";
import { known } from "./known";
import { OUTCOME } from "./outcome";

/** Arguments of {@link WaveEnd}. */
export interface WaveEndArgs {
  node: WaveEndNode;
  /** The clusters of the wave, by name. More are allowed. */
  clusters: Readonly<Record<string, Cluster>>;
  /** Names of the clusters of the wave in which something failed in this run, once that is known. */
  failed: Promise<string[]>;
  /** Names of the clusters of earlier waves that have failed, once that is known. */
  before: Promise<string[]>;
  /** Digests of what is known to have stayed healthy for long enough, whichever wave it was in then. */
  settled: ReadonlySet<string>;
  /** How long clusters may take beyond the time that they must stay healthy. Default: {@link DEFAULT_TIMEOUT_SECONDS}. */
  timeoutSeconds?: number | undefined;
}

const TYPE = "flotilla:index:WaveEnd";

/**
 * The end of a wave that must stay healthy for a time, or in which clusters may fail. It waits in `up` only, in the plugin of
 * `provider/`, and only for what has changed; it fails when too many clusters have failed.
 */
export class WaveEnd extends pulumi.CustomResource {
  /** What is wrong, by the names of the clusters that have failed. */
  declare readonly problems: pulumi.Output<Readonly<Record<string, string>>>;

  constructor(name: string, args: WaveEndArgs, opts: pulumi.CustomResourceOptions) {
    const { node, clusters, settled, timeoutSeconds = DEFAULT_TIMEOUT_SECONDS } = args;
    const { step, wave, minSuccessSeconds, maxFailures } = node;
    const access = node.clusters.map((cluster) => [cluster.name, clusters[cluster.name]?.access]);
    super(
      TYPE,
      name,
      {
        ...{ step, wave, minSuccessSeconds, maxFailures, timeoutSeconds },
        wanted: node.clusters.map(({ nodes: _, ...wanted }) => wanted),
        settled: node.clusters.map(settlement).filter((one) => settled.has(one)),
        failed: args.failed,
        before: args.before,
        clusters: pulumi.secret(Object.fromEntries(access)),
        ...{ problems: undefined, ...OUTCOME },
      },
      { ...opts, hideDiffs: ["clusters", "settled"] },
    );
  }

  /** Names of the clusters of the wave that have failed; nothing is known of a wave that has not ended. */
  async failedClusters(): Promise<string[]> {
    return Object.keys((await known(this.problems))?.value ?? {});
  }
}

/** What is remembered of a cluster that has stayed healthy. */
export function settlement({ name, digest }: Pick<WaveCluster, "name" | "digest">): string {
  return `${name}/${digest}`;
}

/** The end of a wave that stays as it is, because its step is held. */
export class HeldWaveEnd extends pulumi.CustomResource {
  constructor(name: string, opts: pulumi.CustomResourceOptions) {
    super(TYPE, name, {}, { ...opts, ignoreChanges: ["*"] });
  }
}
