import { resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { stackChecks } from "../checks/configuration";
import { findingsOf } from "../checks/run";
import { readFiles } from "../cli/read-files";
import { parseDocuments, type TextFile } from "../model/documents";
import { type Finding, InputError } from "../model/findings";
import type { Json, JsonObject } from "../model/json";
import { PlainSource } from "../model/plain-source";
import { clusterRegistry } from "../model/registry";
import { applicationName, type DeliveryHistory, type PlannedApplication, planDeliveries } from "../plan/deliveries";
import type { GraphOptions } from "../plan/graph";
import { revisionOf } from "../plan/hold";
import type { Progress } from "../plan/running/types";
import { holdWarnings, undecidedWarnings } from "../plan/warnings";
import type { PullOptions } from "../plan/works/works";
import { liveClusters } from "../sources/clusters";
import { type ReadReferences, readReferences } from "../sources/read";
import { type OwnTypes, typeRegistry } from "../workloads/registry";
import { Application, type ApplicationArgs } from "./application";
import type { Cluster } from "./cluster";
import { ClusterReader } from "./cluster-reader";
import type { DeliveryOptions } from "./object";
import { libraryPull, libraryPulling, type PullArgs } from "./ocm/library";
import { report, showingMistakes } from "./report";
import { type CheckedPlan, finish } from "./rounds";
import { noteTolerance } from "./tolerance";

/** Where Application, Policy and Workflow documents come from: files and folders, YAML text, or objects. */
export type DocumentSource = { files: readonly string[] } | { yaml: string } | { objects: readonly object[] };

/** Arguments of {@link deliver}. */
export interface DeliverArgs extends DeliveryOptions, Partial<GraphOptions>, Omit<DeliveryHistory, "pull"> {
  documents: DocumentSource;
  /** The clusters that policies can choose from, oldest first. A cluster named `local` is the hub. */
  clusters: readonly Cluster[];
  /** Clusters that pull what is delivered to them, beside those that flotilla reaches itself. Default: none. */
  pull?: PullArgs;
  /** Whether anything may be delivered outside the Applications' own namespaces. Default: true. */
  allowCrossNamespace?: boolean;
  /** What {@link readBefore} read for these arguments. Needed by components of types that read something, such as `ref-objects`. */
  read?: ReadReferences;
  /** Component, trait and step types of one's own. Default: only the built-in ones. */
  types?: OwnTypes;
  /** Path of the module that exports `types`. Needed by step types: they run in the engine's plugin `flotilla`, which loads them. */
  module?: string;
  /** What is checked before anything is delivered, as in `flotilla:checks`. Default: nothing. */
  checks?: JsonObject;
}

/**
 * Delivers every Application of some documents, for Pulumi programs of one's own. Logs the plan's warnings. Where steps decide during
 * `up` what others do, the Applications grow until the end of the run.
 *
 * @throws RunError with everything that is wrong, before any resource is made
 */
export function deliver(args: DeliverArgs, opts: pulumi.ComponentResourceOptions = {}): Application[] {
  return showingMistakes(() => planAndMake(args, opts));
}

/**
 * Reads what the Applications of some documents refer to: objects, kustomizations and charts.
 *
 * @param kubeconfigs text of the kubeconfigs of clusters that have such objects, by the clusters' names
 */
export function readBefore(
  args: Pick<DeliverArgs, "documents" | "clusters" | "pull" | "allowCrossNamespace" | "types">,
  kubeconfigs: Readonly<Record<string, string>> = {},
): Promise<ReadReferences> {
  const clusters = liveClusters(async (cluster) => {
    const kubeconfig = Object.hasOwn(kubeconfigs, cluster) ? kubeconfigs[cluster] : undefined;
    if (kubeconfig === undefined) throw new Error("there is no kubeconfig for it");
    return new ClusterReader(kubeconfig);
  });
  return showingMistakes(async () => {
    const { documents } = parseDocuments(textsOf(args.documents));
    const { registry } = registryOf(args, args.allowCrossNamespace ?? true);
    return readReferences(documents, registry, typeRegistry(args.types), clusters);
  });
}

function planAndMake(args: DeliverArgs, opts: pulumi.ComponentResourceOptions): Application[] {
  const { order = "barrier", createNamespaces = true, allowCrossNamespace = true } = args;
  const { documents, warnings } = parseDocuments(textsOf(args.documents));
  const { registry, warnings: aboutClusters } = registryOf(args, allowCrossNamespace);
  const pull = args.pull === undefined ? undefined : libraryPull(args.pull, args, args.clusters);
  const planning = { ...args.read, types: typeRegistry(args.types), longestWaitSeconds: args.timeoutSeconds };
  const plan = (progress?: ReadonlyMap<string, Progress>) =>
    planDeliveries(documents, registry, { ...args, pull, order, createNamespaces, progress }, planning);
  const planned = plan();
  const unknown = args.delivered === undefined ? [...needingDelivered(planned), ...sharingNeedsDelivered(pull)] : [];
  const wrong = [...unknown, ...needingModule(planned, args)];
  if (wrong.length > 0) throw new InputError(wrong);
  const checks = stackChecks(args.checks, { registry, own: args.types?.checks ?? [] });
  report([
    ...warnings,
    ...aboutClusters,
    ...(args.read?.warnings ?? []),
    ...planned.flatMap(({ plan }) => plan.warnings),
    ...findingsOf({ ...documents, planned }, checks),
  ]);
  const clusters = Object.fromEntries(args.clusters.map((cluster) => [cluster.clusterName, cluster]));
  const pulling = args.pull === undefined ? undefined : libraryPulling(args.pull, args.clusters);
  const options = { ...args, pulling, ...(args.module === undefined ? {} : { module: resolve(args.module) }) };
  const made = makeApplications(planned, clusters, options, opts);
  if (needsRounds(planned))
    decideDuringUp(planned, made, (progress) => ({ planned: plan(progress), checked: new Set() }));
  return made;
}

/** Goes on as steps tell what they have found. What goes wrong ends the run. */
function decideDuringUp(
  planned: readonly PlannedApplication[],
  made: readonly Application[],
  again: (progress: ReadonlyMap<string, Progress>) => CheckedPlan,
): void {
  // Otherwise the engine would take the program for finished between two rounds.
  const end = pulumi.runtime.rpcKeepAlive();
  const rounds = showingMistakes(async () => {
    const decided = await finish(planned, made, async (progress) => again(progress));
    report([...holdWarnings(decided), ...undecidedWarnings(decided)]);
  }).finally(end);
  for (const application of made) application.growsUntil(rounds);
}

function needsRounds(planned: readonly PlannedApplication[]): boolean {
  return planned.some(({ open, plan }) => open.length > 0 || plan.steps.some(({ run }) => run?.mayFail));
}

const PASS_DELIVERED =
  "make deliveredNow() of the Applications an output of the stack, and pass deliveredBefore() as `delivered`";

/** Nothing can stay as it is without knowing what was delivered before: what a step does not ask for is deleted. */
function needingDelivered(planned: readonly PlannedApplication[]): Finding[] {
  const waits = holdWarnings(planned).map(
    (warning): Finding => ({
      ...warning,
      severity: "error",
      hint: `${PASS_DELIVERED}, and what was approved as \`approved\``,
    }),
  );
  const undecided = planned.flatMap(({ plan, open }) =>
    open.map((step): Finding => {
      const message = `step "${step}" of ${applicationName(plan)} is decided during up, and until then has to stay as it is`;
      return { severity: "error", code: "decided-during-up", message, hint: PASS_DELIVERED };
    }),
  );
  return [...waits, ...undecided];
}

/** Clusters move between what they share without losing it for a moment only when it is known what they shared. */
function sharingNeedsDelivered(pull: PullOptions | undefined): Finding[] {
  if (pull?.replicaSets === undefined) return [];
  const message = "clusters share what they pull, and nobody says what they shared before";
  return [{ severity: "error", code: "invalid-value", path: "pull.replicaSets", message, hint: PASS_DELIVERED }];
}

/** A plugin runs step types of one's own, and finds them by the path of their module only. */
function needingModule(planned: readonly PlannedApplication[], { module }: DeliverArgs): Finding[] {
  if (module !== undefined) return [];
  return planned.flatMap(({ plan }) =>
    plan.steps.flatMap(({ name, type, run, place }): Finding[] => {
      if (!run?.own) return [];
      const message = `step "${name}" is of the type "${type}" of your own, which the engine's plugin has to load`;
      return [
        {
          severity: "error",
          code: "invalid-module",
          message,
          hint: "pass the path of its module as `module`",
          ...place,
        },
      ];
    }),
  );
}

/** Makes planned Applications, called `<namespace>/<name>`. */
export function makeApplications(
  planned: readonly PlannedApplication[],
  clusters: Readonly<Record<string, Cluster>>,
  {
    settled = {},
    ...common
  }: Omit<ApplicationArgs, "graph" | "clusters" | "settled" | "trigger"> & {
    /** See {@link ApplicationArgs}, by Application. */
    settled?: Readonly<Record<string, readonly string[]>>;
  },
  opts: pulumi.ComponentResourceOptions = {},
): Application[] {
  noteTolerance(planned);
  return planned.map(({ plan, graph }) => {
    const name = applicationName(plan);
    const args = { ...common, graph, clusters, settled: settled[name], trigger: revisionOf(plan) };
    return new Application(name, args, opts);
  });
}

function textsOf(documents: DocumentSource): TextFile[] {
  if ("files" in documents) return readFiles(documents.files);
  if ("yaml" in documents) return [{ file: "yaml", text: documents.yaml }];
  return documents.objects.map((object, index) => ({ file: `objects[${index}]`, text: JSON.stringify(object) }));
}

function registryOf(
  { clusters, pull }: Pick<DeliverArgs, "clusters" | "pull">,
  allowCrossNamespace: boolean,
): ReturnType<typeof clusterRegistry> {
  const reached = clusters.map(({ clusterName: name, ...rest }) => ({ ...rest, name }));
  const entries = [...reached, ...(pull?.clusters ?? [])].map(({ name, labels, kubernetesVersion }) => ({
    name,
    labels: { ...labels },
    kubernetesVersion: kubernetesVersion ?? null,
  }));
  const raw: Json = { clusters: entries, allowCrossNamespace };
  return clusterRegistry(raw, { source: new PlainSource("clusters", raw), path: [] });
}
