import { type ReadKubeconfig, readKubeconfig } from "../../components/kubeconfigs";
import { isFresh, type KnownAck, knownAck, knownAs } from "../../model/ack/known";
import { LOCAL_CLUSTER } from "../../model/cluster";
import { type Finding, formatPath, InputError, type Path } from "../../model/findings";
import { isObject, type Json, type JsonObject } from "../../model/json";
import type { UnusableKubeconfig } from "../../model/kubeconfig";
import {
  type ClusterCredentials,
  isPulled,
  isRegistered,
  type StackClusters,
  stackClusters,
} from "../../model/registry";
import { didYouMean } from "../../model/suggest";
import { readOutputs } from "../outputs";
import { pulumi, pulumiWithInput } from "../pulumi";

const KEY = "flotilla:clusters";
const APPLICATION_KEY = "flotilla:application";

/** A value as `pulumi config --json` prints it. */
interface ConfigValue {
  value?: string;
  objectValue?: Json;
}

/** What the configuration says of the hub, each empty when it says nothing. */
interface HubSettings {
  registration: string;
  delivery: string;
  clustersFrom: string;
}

/** The clusters in the current stack's configuration. Every change is checked as a whole before it is written. */
export class ClusterConfiguration {
  /** What the last run left of clusters in Alibaba Cloud, once somebody asks. */
  #known: Record<string, KnownAck> | undefined;

  private constructor(
    private readonly raw: readonly Json[],
    /** What the configuration says. */
    readonly clusters: StackClusters,
    private readonly settings: HubSettings,
    /** Files or folders with the documents that are delivered. */
    readonly application: readonly string[],
    /** Whether several stacks deliver to them together. */
    readonly isSplit: boolean,
  ) {}

  /**
   * Reads the clusters, with their secrets.
   *
   * @throws InputError with everything that is wrong with them
   */
  static read(): ClusterConfiguration {
    const all = JSON.parse(pulumi("config", "--json", "--show-secrets")) as Record<string, ConfigValue>;
    const raw = all[KEY]?.objectValue ?? [];
    const hub = {
      registration: all["flotilla:registration"]?.value ?? "",
      delivery: all["flotilla:delivery"]?.value ?? "",
      clustersFrom: all["flotilla:clustersFrom"]?.value ?? "",
    };
    const entries = Array.isArray(raw) ? raw : [];
    const isSplit = all["flotilla:shards"] !== undefined;
    return new ClusterConfiguration(entries, stackClusters(raw), hub, pathsIn(all[APPLICATION_KEY]), isSplit);
  }

  /** Where a cluster stands in the list; undefined when it does not. */
  find(name: string): number | undefined {
    const index = this.clusters.credentials.findIndex(({ cluster }) => cluster === name);
    return index < 0 ? undefined : index;
  }

  /**
   * Where a cluster stands in the list.
   *
   * @throws InputError when it does not
   */
  indexOf(name: string): number {
    const index = this.find(name);
    if (index !== undefined) return index;
    const names = this.clusters.credentials.map(({ cluster }) => cluster);
    const message = name === LOCAL_CLUSTER ? "nothing says how the hub is reached" : `there is no cluster "${name}"`;
    const hint =
      name === LOCAL_CLUSTER ? { hint: "join it with: flotilla cluster join --name local" } : didYouMean(name, names);
    throw new InputError([{ severity: "error", code: "unknown-cluster", message, ...hint }]);
  }

  /** The clusters that are registered in the hub, by this stack or, when they pull, by somebody else. */
  get registered(): ClusterCredentials[] {
    const { settings, clusters } = this;
    return clusters.credentials.filter((one) => isRegistered(one, settings) || isPulled(one, settings));
  }

  /** Names of the clusters that flotilla itself reaches: all but those that pull. */
  get reached(): string[] {
    const { settings, clusters } = this;
    return clusters.credentials.filter((one) => !isPulled(one, settings)).map(({ cluster }) => cluster);
  }

  /** Whether the hub's clusters count too that the configuration does not list. */
  get takesHubClusters(): boolean {
    return this.settings.clustersFrom === "ocm";
  }

  /** What a cluster is called now, given a name that it has or had; undefined when nobody has or had it. */
  nameNow(name: string): string | undefined {
    const all = this.clusters.credentials;
    const now = all.find(({ cluster }) => cluster === name) ?? all.find((one) => one.previousNames.includes(name));
    return now?.cluster;
  }

  /** The kubeconfig that reaches a cluster, or why there is none. Connects to nothing. */
  kubeconfig(name: string): ReadKubeconfig | UnusableKubeconfig {
    const credentials = this.clusters.credentials[this.indexOf(name)];
    if (credentials?.ack === undefined) return readKubeconfig(credentials ?? {});
    this.#known ??= knownAck(readOutputs().ack);
    return ackKubeconfig(knownAs(this.#known, name, credentials.previousNames), new Date());
  }

  /** Adds a cluster as the newest; its `kubeconfig` is encrypted. Nothing is left of it when it cannot be written as a whole. */
  add({ kubeconfig, ...fields }: { name: string; kubeconfig: string } & JsonObject): void {
    const index = this.raw.length;
    stackClusters([...this.raw, { kubeconfig, ...fields }]);
    try {
      write([index, "kubeconfig"], kubeconfig, ["--secret"]);
      for (const [path, value] of leaves(fields)) write([index, ...path], value);
    } catch (error) {
      this.restore(index);
      throw error;
    }
  }

  /** Sets fields of a cluster: text, or objects of text, whose other fields stay. */
  set(index: number, fields: JsonObject): void {
    const entry = this.entry(index);
    const merged = Object.entries(fields).map(([key, value]) => [
      key,
      isObject(value) ? { ...(isObject(entry[key]) ? entry[key] : {}), ...value } : value,
    ]);
    this.check(index, { ...entry, ...Object.fromEntries(merged) });
    for (const [path, value] of leaves(fields)) write([index, ...path], value);
  }

  /** Replaces how a cluster is reached by a kubeconfig, which is encrypted. */
  setKubeconfig(index: number, kubeconfig: string): void {
    const { kubeconfigFile: _, context: __, ...rest } = this.entry(index);
    if (isObject(rest.ack)) throw new InputError([OWN_CREDENTIALS]);
    this.check(index, { ...rest, kubeconfig });
    write([index, "kubeconfig"], kubeconfig, ["--secret"]);
    for (const key of ["kubeconfigFile", "context"]) if (key in this.entry(index)) this.remove(index, key);
  }

  /** Removes a cluster, or one thing in its entry. The order of the others stays. */
  remove(index: number, ...path: Path): void {
    pulumi("config", "rm", "--path", keyOf([index, ...path]));
  }

  private entry(index: number): JsonObject {
    const entry = this.raw[index];
    return isObject(entry) ? entry : {};
  }

  private check(index: number, entry: JsonObject): void {
    stackClusters(this.raw.map((one, at) => (at === index ? entry : one)));
  }

  /** Takes back an entry of which only a part was written. What went wrong before matters more than what goes wrong here. */
  private restore(index: number): void {
    try {
      this.remove(index);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
    }
  }
}

/** One path, or a list of them. */
function pathsIn({ value, objectValue }: ConfigValue = {}): string[] {
  if (Array.isArray(objectValue)) return objectValue.map(String);
  return value === undefined || value === "" ? [] : [value];
}

/** What the last run has learnt of how a cluster in Alibaba Cloud is reached. */
function ackKubeconfig(known: KnownAck | undefined, now: Date): ReadKubeconfig | UnusableKubeconfig {
  const { credential } = known ?? {};
  if (credential !== undefined && isFresh(credential, 0, now)) return { ok: true, kubeconfig: credential.kubeconfig };
  const problem = credential === undefined ? "it has no credentials yet" : "its credentials have expired";
  return { ok: false, problem: `${problem}; the next \`pulumi up\` asks for new ones` };
}

const OWN_CREDENTIALS: Finding = {
  severity: "error",
  code: "not-supported",
  message: "the credentials of a cluster in Alibaba Cloud are asked for in every run, so there are none to replace",
};

/** The text in nested objects and lists, and where it stands. */
function leaves(value: Json, path: Path = []): [Path, string][] {
  if (Array.isArray(value)) return value.flatMap((item, index) => leaves(item, [...path, index]));
  if (isObject(value)) return Object.entries(value).flatMap(([key, item]) => leaves(item, [...path, key]));
  return [[path, String(value)]];
}

/**
 * Writes one value as text, never as a number or a boolean. Through the standard input: an argument could be taken for an option,
 * and shows in lists of processes.
 */
function write(path: Path, value: string, options = ["--type", "string"]): void {
  pulumiWithInput(value, "config", "set", "--path", ...options, keyOf(path));
}

function keyOf(path: Path): string {
  return `${KEY}${formatPath(path)}`;
}
