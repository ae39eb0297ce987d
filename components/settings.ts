import { z } from "zod";
import type { ClusterRegistry } from "../model/cluster";
import { type Finding, InputError } from "../model/findings";
import type { Json } from "../model/json";
import { mapValues } from "../model/map-values";
import { PlainSource } from "../model/plain-source";
import {
  type ClusterCredentials,
  type DeliveryKind,
  type RegistrationKind,
  stackClusters,
  UNREACHABLE,
  type Unreachable,
} from "../model/registry";
import { DELIVERIES, REGISTRATIONS } from "../model/stack-clusters";
import { checkValue } from "../model/validate";
import { type KlusterletSettings, klusterletSchema, klusterletSettings } from "../ocm/settings";
import { TRAFFIC_APIS, type TrafficApi } from "../plan/app-deployment/traffic";
import type { Order } from "../plan/graph-types";
import type { Termination } from "../plan/hold";
import { DEFAULT_REVISION_HISTORY } from "../plan/revisions/history";
import type { ShardRule } from "../plan/shards/assign";
import { DEFAULT_TIMEOUT_SECONDS } from "../plan/timeouts";
import { REPLICA_SET_NAMESPACE } from "../plan/works/replica-sets";
import type { Health } from "./health";

const SHORT_NAMESPACE = "must be the name of a namespace, of at most 30 characters";
/** The namespace of all keys in a stack's configuration. */
const NAMESPACE = "flotilla:";

/** What a stack's configuration says, checked and with defaults. `Pulumi.yaml` tells its users about each key. */
export interface Settings {
  /** Files and folders with documents. */
  application: string[];
  registry: ClusterRegistry;
  credentials: ClusterCredentials[];
  order: Order;
  createNamespaces: boolean;
  health: Health;
  timeoutSeconds: number;
  /** TypeScript module with component, trait and step types of the user's own; empty for none. */
  types: string;
  /** What `stackChecks` reads, when it is known which checks there are. */
  checks: Json | undefined;
  /** Digests of approved plans, by Application as `<namespace>/<name>` and step. */
  approved: Record<string, Record<string, string>>;
  /** What was given up, by Application and step. */
  terminated: Record<string, Record<string, Termination>>;
  /** When workflows were restarted last, by Application. */
  restarts: Record<string, string>;
  /** What splits requests between revisions. */
  trafficApi: TrafficApi;
  /** How many revisions of each Application are kept. */
  revisionHistory: number;
  /** Names of the revisions that Applications are pinned to, by Application as `<namespace>/<name>`. */
  pins: Record<string, string>;
  /** How clusters are registered whose entries do not say it. */
  registration: RegistrationKind;
  /** What happens when a cluster does not answer whose entry does not say it. */
  unreachable: Unreachable;
  /** Where the agents of registered clusters reach the hub; empty when it is where the hub's kubeconfig says. */
  hubAPIServer: string;
  klusterlet: KlusterletSettings;
  /** How clusters get what is delivered to them whose entries do not say it. */
  delivery: DeliveryKind;
  /** Whether the hub's `ManagedCluster`s are clusters too, beside those that are listed. */
  clustersFrom: "config" | "ocm";
  /** Whether Secrets may be delivered to clusters that pull, through the hub. */
  allowSecretsInHub: boolean;
  /** The service account, `<namespace>/<name>` in the clusters, as which OCM's agents apply; the agents themselves when empty. */
  executor: string;
  /** Namespace of the hub in which clusters share what they pull alike; empty when each has its own. */
  replicaSets: string;
  /** How the clusters are split over several stacks; undefined when they are not. */
  shards: ShardRule | undefined;
  warnings: Finding[];
}

const told = z.coerce.string().optional();
const verdict = z.strictObject({ digest: z.string(), by: told, at: told });
const verdicts = z.record(z.string(), z.record(z.string(), verdict)).default({});

const schema = z.strictObject({
  application: z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]).default("examples/advanced/app.yaml"),
  clusters: z.unknown().optional(),
  order: z.enum(["barrier", "perCluster"]).default("barrier"),
  createNamespaces: z.boolean().default(true),
  allowCrossNamespace: z.boolean().default(true),
  health: z.enum(["workload", "full"]).default("workload"),
  types: z.string().default(""),
  checks: z.custom<Json>(() => true).optional(),
  approvals: verdicts,
  terminations: verdicts,
  restarts: z.record(z.string(), z.strictObject({ by: told, at: z.string() })).default({}),
  trafficApi: z.enum(TRAFFIC_APIS).default("istio"),
  revisionHistory: z.int().positive().default(DEFAULT_REVISION_HISTORY),
  revisions: z.record(z.string(), z.string()).default({}),
  registration: z.enum(REGISTRATIONS).default("none"),
  unreachable: z.enum(UNREACHABLE).default("fail"),
  hubAPIServer: z.union([z.literal(""), z.url({ protocol: /^https$/ })]).default(""),
  klusterlet: klusterletSchema.prefault({}),
  delivery: z.enum(DELIVERIES).default("push"),
  clustersFrom: z.enum(["config", "ocm"]).default("config"),
  allowSecretsInHub: z.boolean().default(false),
  executor: z.union([z.literal(""), z.string().regex(/^[^/]+\/[^/]+$/, "must be <namespace>/<name>")]).default(""),
  replicaSets: z.union([z.literal(""), z.string().regex(REPLICA_SET_NAMESPACE, SHORT_NAMESPACE)]).default(""),
  timeoutSeconds: z.int().positive().default(DEFAULT_TIMEOUT_SECONDS),
  shards: z
    .strictObject({ count: z.int().positive().optional(), label: z.string().min(1).optional() })
    .refine(({ count, label }) => count === undefined || label === undefined, "has either count or label")
    .transform(({ count, label }): ShardRule | undefined => {
      if (count !== undefined) return { count };
      return label === undefined ? undefined : { label };
    })
    .optional(),
});

/**
 * Reads settings from a whole configuration, whose other namespaces are ignored: text, and lists and objects as JSON.
 *
 * @throws InputError with everything that is wrong
 */
export function parseSettings(config: Readonly<Record<string, string>>): Settings {
  const values = Object.fromEntries(
    Object.entries(config)
      .filter(([key]) => key.startsWith(NAMESPACE))
      .map(([key, text]) => [key.slice(NAMESPACE.length), decode(text)]),
  );
  const { value, findings } = checkValue(schema, values, [{ source: new PlainSource("", values), path: [] }]);
  const clusters = clustersOf(values.clusters, findings);
  if (value === undefined || clusters === undefined) throw new InputError(findings.map(inConfiguration));
  const { application, order, createNamespaces, allowCrossNamespace, health, timeoutSeconds, types } = value;
  const { registration, unreachable, hubAPIServer, klusterlet } = value;
  const { delivery, clustersFrom, allowSecretsInHub, executor, replicaSets } = value;
  return {
    application: typeof application === "string" ? [application] : application,
    registry: { ...clusters.registry, allowCrossNamespace },
    credentials: clusters.credentials,
    approved: mapValues(value.approvals, (steps) => mapValues(steps, ({ digest }) => digest)),
    terminated: value.terminations,
    restarts: mapValues(value.restarts, ({ at }) => at),
    trafficApi: value.trafficApi,
    revisionHistory: value.revisionHistory,
    pins: value.revisions,
    warnings: clusters.warnings,
    checks: value.checks,
    ...{ order, createNamespaces, health, timeoutSeconds, types, registration, unreachable, hubAPIServer },
    klusterlet: klusterletSettings(klusterlet),
    ...{ delivery, clustersFrom, allowSecretsInHub, executor, replicaSets, shards: value.shards },
  };
}

/** Pulumi hands over everything as text: numbers, booleans, lists and objects as JSON. */
function decode(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

/** The clusters, or undefined after what is wrong with them was added to `findings`. */
function clustersOf(raw: unknown, findings: Finding[]): ReturnType<typeof stackClusters> | undefined {
  try {
    return stackClusters(raw);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    findings.push(...error.findings);
    return undefined;
  }
}

/** Names the place as people write it in commands: `flotilla:order`. */
function inConfiguration({ file: _, path = "", ...finding }: Finding): Finding {
  return { ...finding, path: path.startsWith(NAMESPACE) ? path : `${NAMESPACE}${path}` };
}
