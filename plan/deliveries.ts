import { type Application, type Documents, scopeOf } from "../model/application";
import { type ClusterRegistry, LOCAL_CLUSTER } from "../model/cluster";
import { durationText } from "../model/duration";
import { type Finding, InputError } from "../model/findings";
import { findingAt } from "../model/source";
import type { KubernetesObject } from "../workloads/types";
import { planAppDeployment } from "./app-deployment/plan";
import { clusterOf } from "./deliver";
import { type GraphOptions, resourceGraph } from "./graph";
import type { GraphNode, ResourceGraph } from "./graph-types";
import { type Approved, type Gate, type Hold, holdOf, onlyRunning, type Termination } from "./hold";
import { identityOf, objectsOf } from "./identity";
import { type Inventory, type Kept, keptBy } from "./inventory";
import { planApplication } from "./plan";
import { writtenBook } from "./revisions/book";
import { applicationKey } from "./revisions/key";
import { isRevisionOnly } from "./revisions/only";
import { goneApplication, recordedApplication } from "./revisions/recorded";
import { decide } from "./running/decide";
import type { Told } from "./running/inputs";
import { type Decision, type Progress, START } from "./running/types";
import { planningFor } from "./scoped-references";
import { above, levelsOf, upTo } from "./shards/levels";
import { laterIn, type Part } from "./shards/part";
import { keptByBoth, keptBySkip, NOTHING_SKIPPED, notSkipped, reachesSkipped, type Skip, withoutSkipped } from "./skip";
import type { DeliveryPlan, PlanningOptions, PlanStep } from "./types";
import { checkReached } from "./works/check";
import { checkSwitches } from "./works/switch";
import { type PullOptions, pulledGraph } from "./works/works";

/** One Application, planned. */
export interface PlannedApplication {
  plan: DeliveryPlan;
  /** What goes to the engine: the plan without what is held, and with what the hold keeps. */
  graph: ResourceGraph;
  hold: Hold;
  /** What became of the steps, as far as it is known. */
  decisions: ReadonlyMap<string, Decision>;
  /** Names of the steps that wait for something that this run will find; the graph has nothing of them yet. */
  open: readonly string[];
  /** Whether it is kept as a revision only: the graph has nothing but what was delivered before. */
  recorded?: true;
  /** Names of what is there and wanted no longer, which a run that is one of several leaves to the last one. */
  dropped?: readonly string[];
}

/** What earlier runs and people left behind, by Application as `<namespace>/<name>`. */
export interface DeliveryHistory {
  /** The plans that were approved. Default: none. */
  approved?: Readonly<Record<string, Approved>>;
  /** What was delivered last. Default: nothing. */
  delivered?: Readonly<Record<string, Inventory>>;
  /** Digests of plans that were held for as long as their steps say. Default: none. */
  waited?: Readonly<Record<string, Approved>>;
  /** What was given up, by step. Default: nothing. */
  terminated?: Readonly<Record<string, Readonly<Record<string, Termination>>>>;
  /** When workflows were restarted last, RFC 3339. Default: never. */
  restarts?: Readonly<Record<string, string>>;
  /** What this run knows already of steps that do something themselves. Default: nothing. */
  progress?: ReadonlyMap<string, Progress> | undefined;
  /** Which clusters pull what is delivered to them. Default: none. */
  pull?: PullOptions | undefined;
  /** The clusters that stay as they are. Default: none. */
  skip?: Skip | undefined;
  /** How far this run goes, when it is one of several. Default: to the end. */
  part?: Part | undefined;
}

/**
 * Plans every Application of some documents.
 *
 * @throws InputError with everything that is wrong with any of them, also when two deliver the same object, or there are none
 */
export function planDeliveries(
  documents: Documents,
  registry: ClusterRegistry,
  history: GraphOptions & DeliveryHistory,
  planning: PlanningOptions = {},
): PlannedApplication[] {
  const findings: Finding[] = [];
  const part = history.part && { ...history.part, there: owned(documents, history.part.there) };
  const options = { ...history, skip: ownedSkip(documents, history.skip), part };
  const planned = documents.applications.flatMap((application) => {
    try {
      const scope = scopeOf(application, documents);
      const progress = options.progress?.get(`${application.namespace}/${application.name}`);
      const own = { ...planningFor(application, documents, planning), progress };
      const plan = restartedPlan(planApplication(application, scope, registry, own), options);
      if (isRevisionOnly(application)) return [recordedApplication(plan, options)];
      return [{ plan, ...decidedGraph(plan, application, options) }];
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      findings.push(...error.findings);
      return [];
    }
  });
  if (documents.applications.length + documents.appDeployments.length === 0) findings.push(NO_APPLICATION);
  const book = planning.book ?? writtenBook(documents);
  for (const deployment of documents.appDeployments) {
    try {
      const plan = restartedPlan(planAppDeployment(deployment, book, registry, planning), options);
      planned.push({ plan, ...decidedGraph(plan, { ...plan.application, labels: {}, annotations: {} }, options) });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      findings.push(...error.findings);
    }
  }
  findings.push(...sharedNames(documents));
  findings.push(...sharedObjects(documents.applications, planned));
  if (findings.length > 0) throw new InputError(findings);
  return [...planned, ...goneButStaying(planned, options)];
}

function ownedSkip(documents: Documents, skip: Skip = NOTHING_SKIPPED): Skip {
  return { ...skip, there: owned(documents, skip.there) };
}

/** Gives what nobody knows the Application of to the first one: it stays, whoever has it. */
function owned({ applications, appDeployments }: Documents, all: Skip["there"]): Skip["there"] {
  const { "": unowned = [], ...there } = all;
  const [first] = [...applications, ...appDeployments];
  if (unowned.length === 0 || first === undefined) return there;
  const owner = applicationKey(first);
  return { ...there, [owner]: [...(there[owner] ?? []), ...unowned] };
}

/** Applications that are gone from the documents, and stay in clusters that are skipped, or until the last of several runs. */
function goneButStaying(
  planned: readonly PlannedApplication[],
  options: GraphOptions & { skip: Skip; part?: Part | undefined },
): PlannedApplication[] {
  const { skip, part } = options;
  const names = new Set(planned.map(({ plan }) => applicationName(plan)));
  const gone = new Set(
    [...Object.keys(skip.there), ...Object.keys(part?.there ?? {})].filter((name) => !names.has(name)),
  );
  return [...gone].flatMap((name): PlannedApplication[] => {
    const later = part?.there[name] ?? [];
    const there = [...(skip.there[name] ?? []), ...later];
    if (there.length === 0) return [];
    const dropped = later.map((entry) => entry.name);
    return [{ ...goneApplication(name, there, options), ...(part === undefined ? {} : { dropped }) }];
  });
}

function restartedPlan(plan: DeliveryPlan, { restarts }: DeliveryHistory): DeliveryPlan {
  const restarted = restarts?.[applicationName(plan)];
  return restarted === undefined ? plan : { ...plan, restarted };
}

/** What of a plan goes to the engine now, and what is held. As long as steps are open, nothing is said of what stays. */
function decidedGraph(
  plan: DeliveryPlan,
  application: Told,
  options: GraphOptions & DeliveryHistory,
): Omit<PlannedApplication, "plan" | "recorded"> {
  const name = applicationName(plan);
  const { approved, waited, terminated, progress = new Map(), delivered } = options;
  const known = progress.get(name) ?? START;
  const { skip = NOTHING_SKIPPED } = options;
  const cannotRun = (step: PlanStep) => reachesSkipped(step, skip);
  const verdicts = { approved: approved?.[name], waited: waited?.[name], terminated: terminated?.[name] };
  const { decisions, gates, findings, ...decided } = decide(plan, verdicts, known, application, cannotRun);
  if (findings.length > 0) throw new InputError(findings);
  const open = plan.steps.map((step) => step.name).filter((step) => !decisions.has(step));
  const hold = holdOf(decisions, gates, decided.waited);
  const free = withoutSkipped(onlyRunning(plan, decisions), skip);
  const silent = keptBySkip(plan, skip.there[name] ?? []);
  const before = notSkipped(delivered?.[name] ?? [], skip);
  checkSwitches(before, options.pull);
  checkReached(plan.steps, options.pull);
  const make = (kept: Kept, unsaid?: ReadonlySet<string>) =>
    pulledGraph(resourceGraph(free, options, kept, unsaid), options.pull, before);
  const graph = make(silent, new Set(open.length === 0 ? [] : [...open, ...hold.steps]));
  if (open.length > 0) return { graph, hold, decisions, open };
  const kept = keptByBoth(keptBy(hold, plan, before, graph), silent);
  const whole = kept.size === 0 ? graph : make(kept);
  const { part } = options;
  if (part === undefined) return { graph: whole, hold, decisions, open };
  const now = upTo(free, part.level, levelsOf(plan));
  const going = pulledGraph(resourceGraph(now, options, kept), options.pull);
  const later = laterIn(part.there[name] ?? [], going, whole);
  const staying = keptByBoth(kept, keptBySkip(plan, later.staying));
  const higher = new Set(above(plan, part.level));
  const own = free.steps.filter((step) => higher.has(step.name) && objectsOf(step).length > 0);
  const steps = new Set([...hold.steps, ...own.map((step) => step.name)]);
  const graphNow = pulledGraph(resourceGraph(now, options, staying), options.pull);
  return { graph: graphNow, hold: { ...hold, steps }, decisions, open, dropped: later.dropped };
}

/** `<namespace>/<name>` of a planned Application. */
export function applicationName({ application }: Pick<DeliveryPlan, "application">): string {
  return `${application.namespace}/${application.name}`;
}

/** One warning for each step that waits for an approval or was given up, with the command that goes on. */
export function holdWarnings(planned: readonly PlannedApplication[]): Finding[] {
  return planned.flatMap(({ plan, hold }) => hold.gates.map((gate) => holdWarning(applicationName(plan), gate)));
}

/** Such as ` by alice at 2026-01-31T12:00:00Z`. */
export function byAndAt({ by, at }: Pick<Termination, "by" | "at">): string {
  return `${by === undefined ? "" : ` by ${by}`}${at === undefined ? "" : ` at ${at}`}`;
}

function holdWarning(name: string, { step, digest, approvedDigest, holdSeconds, message, terminated }: Gate): Finding {
  if (terminated !== undefined) {
    return {
      severity: "warning",
      code: "terminated",
      message: `step "${step}" of ${name} was given up${byAndAt(terminated)}, and what it holds stays as it was delivered last`,
      hint: `ask for it again with: npx flotilla workflow restart ${name}`,
    };
  }
  const changed = approvedDigest === undefined ? "" : `; the plan has changed since ${approvedDigest} was approved`;
  const told = message === undefined ? "" : ` (${message})`;
  const alone =
    holdSeconds === undefined
      ? ""
      : `; without, the first run goes on that begins ${durationText(holdSeconds)} after the first that held it`;
  return {
    severity: "warning",
    code: "waits-for-approval",
    message: `step "${step}" of ${name} waits for the approval of plan ${digest}${told}, and nothing that it holds changes until then${changed}`,
    hint: `approve it with: npx flotilla workflow resume ${name} ${step}${alone}`,
  };
}

/** One warning for each step that nobody can decide before `up`, with what it would deliver. */
export function undecidedWarnings(planned: readonly PlannedApplication[], skip: Skip = NOTHING_SKIPPED): Finding[] {
  return planned.flatMap(({ plan, decisions }) =>
    plan.steps
      .filter(({ name }) => decisions.get(name) === "undecided")
      .map((step): Finding => {
        if (reachesSkipped(step, skip)) return staysWarning(plan, step);
        const message = `step "${step.name}" of ${applicationName(plan)} is decided during up, by what earlier steps find then; ${wouldDeliver(step)}`;
        return {
          severity: "warning",
          code: "decided-during-up",
          message,
          hint: "what it delivered before is shown as it is",
        };
      }),
  );
}

function staysWarning(plan: DeliveryPlan, { name, reaches = [] }: PlanStep): Finding {
  const message = `step "${name}" of ${applicationName(plan)} does not run, because a cluster that it reaches is skipped: ${reaches.join(", ")}`;
  const hint = "it runs in the first up with all of them";
  return { severity: "warning", code: "skipped", message, hint };
}

function wouldDeliver(step: PlanStep): string {
  if ((step.missing?.length ?? 0) > 0) return "what it delivers is not known before";
  const objects = objectsOf(step).map((object) => `${clusterOf(object)}/${object.kind}/${object.metadata?.name}`);
  return objects.length === 0 ? "it delivers nothing by itself" : `if it runs, it delivers ${objects.join(", ")}`;
}

/** Whether a node is on the hub, for its cluster to pull. */
function isPulledNode(node: GraphNode): boolean {
  return node.kind === "work" || node.kind === "replicaSet" || (node.kind === "held" && node.pulled === true);
}

/**
 * The clusters that flotilla itself reaches to deliver something, in the order in which they are reached; of skipped ones those that
 * hold something. For a cluster that pulls, that is the hub.
 *
 * @param pulling clusters that pull. Default: none
 */
export function usedClusters(
  planned: readonly PlannedApplication[],
  pulling: ReadonlyMap<string, string> = new Map(),
  { clusters: skipped }: Skip = NOTHING_SKIPPED,
): string[] {
  const reached = (cluster: string) => (pulling.has(cluster) ? LOCAL_CLUSTER : cluster);
  const names = planned.flatMap(({ plan, graph, open }) => [
    ...graph.nodes.flatMap((node) => {
      if (isPulledNode(node)) return [LOCAL_CLUSTER];
      return "cluster" in node && node.cluster !== "" ? [node.cluster] : [];
    }),
    ...plan.steps
      .flatMap(({ name, conditions, missing, placements, reaches = [] }) => [
        ...(conditions || missing || open.includes(name) ? placements.map(({ cluster }) => reached(cluster)) : []),
        ...reaches,
      ])
      .filter((cluster) => !skipped.has(cluster)),
  ]);
  return [...new Set(names)];
}

/** What an AppDeployment delivers is kept under its name, as what an Application delivers is. */
function sharedNames({ applications, appDeployments }: Documents): Finding[] {
  const taken = new Set(applications.map(applicationKey));
  return appDeployments.flatMap(({ name, namespace, origin }) =>
    taken.has(`${namespace}/${name}`)
      ? findingAt([origin], ["metadata", "name"], {
          severity: "error",
          code: "duplicate-name",
          message: `an Application of namespace "${namespace}" is called "${name}" too`,
          hint: "give one of them another name",
        })
      : [],
  );
}

const NO_APPLICATION: Finding = {
  severity: "error",
  code: "unsupported-document",
  message: "there is no Application document",
  hint: "name a file that has one",
};

/** Objects that more than one Application delivers: only one of them could have its way. */
function sharedObjects(applications: readonly Application[], planned: readonly PlannedApplication[]): Finding[] {
  const owners = new Map<string, string>();
  return planned.flatMap(({ graph }) => {
    const { namespace, name } = graph.application;
    const origin = applications.find((one) => one.name === name && one.namespace === namespace)?.origin;
    return graph.nodes.flatMap(deliveredBy).flatMap((object) => {
      const identity = identityOf(object);
      const owner = owners.get(identity);
      owners.set(identity, owner ?? name);
      if (owner === undefined || origin === undefined) return [];
      const { kind, metadata } = object;
      const message = `${kind} "${metadata?.name}" in cluster "${clusterOf(object)}" is delivered by Application "${owner}" already`;
      const hint = "give it another name or namespace in one of them";
      return [findingAt([origin], [], { severity: "error", code: "same-object-twice", message, hint })];
    });
  });
}

function deliveredBy(node: GraphNode): KubernetesObject[] {
  if (node.kind === "object") return [node.object];
  return node.kind === "work" || node.kind === "replicaSet" ? node.objects : [];
}
