import { type Documents, scopeOf } from "../model/application";
import type { ClusterRegistry } from "../model/cluster";
import { type Finding, InputError } from "../model/findings";
import { planAppDeployment } from "./app-deployment/plan";
import { type GraphOptions, resourceGraph } from "./graph";
import type { ResourceGraph } from "./graph-types";
import { type Approved, type Hold, holdOf, onlyRunning, type Termination } from "./hold";
import { objectsOf } from "./identity";
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
import { type Acting, actingSteps, ownActs } from "./shards/acting";
import { above, levelsOf, type Span, upTo } from "./shards/levels";
import { laterIn, type Part } from "./shards/part";
import { sharedNames, sharedObjects } from "./shared-between";
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
  /** Which of several stacks the run is for. Default: there is only one. */
  acting?: Acting | undefined;
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
      const isFirst = (part === undefined && options.acting === undefined) || progress === undefined;
      const first = isFirst ? plan : planApplication(application, scope, registry, { ...own, progress: undefined });
      return [{ plan, ...decidedGraph(plan, application, options, first) }];
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
      planned.push({
        plan,
        ...decidedGraph(plan, { ...plan.application, labels: {}, annotations: {} }, options, plan),
      });
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

/**
 * What of a plan goes to the engine now, and what is held. As long as steps are open, nothing is said of what stays.
 *
 * @param first the plan as it is before any step has told anything
 */
function decidedGraph(
  plan: DeliveryPlan,
  application: Told,
  options: GraphOptions & DeliveryHistory,
  first: DeliveryPlan,
): Omit<PlannedApplication, "plan" | "recorded"> {
  const name = applicationName(plan);
  const { approved, waited, terminated, progress = new Map(), delivered } = options;
  const known = progress.get(name) ?? START;
  const { skip = NOTHING_SKIPPED, acting, part } = options;
  const levels: Whole["levels"] = part === undefined ? new Map() : levelsOf(first, options.order);
  const acts = actingSteps(first, acting);
  const cannotRun = (step: PlanStep) => acts.has(step.name) && reachesSkipped(step, skip);
  const verdicts = { approved: approved?.[name], waited: waited?.[name], terminated: terminated?.[name] };
  const { decisions, gates, findings, ...decided } = decide(plan, verdicts, known, application, cannotRun);
  if (findings.length > 0) throw new InputError(findings);
  const open = plan.steps.map((step) => step.name).filter((step) => !decisions.has(step));
  const hold = holdOf(decisions, gates, decided.waited);
  const running = withoutSkipped(onlyRunning(plan, decisions), skip);
  const free = { ...running, steps: ownActs(running.steps, acts) };
  const going = part !== undefined && open.length > 0 ? upTo(free, part.level, levels) : free;
  const silent = keptBySkip(plan, skip.there[name] ?? []);
  const before = notSkipped(delivered?.[name] ?? [], skip);
  checkSwitches(before, options.pull);
  checkReached(plan.steps, options.pull);
  const make = (kept: Kept, unsaid?: ReadonlySet<string>) =>
    pulledGraph(resourceGraph(going, options, kept, unsaid), options.pull, before);
  const graph = make(silent, new Set(open.length === 0 ? [] : [...open, ...hold.steps]));
  if (open.length > 0) return { graph, hold, decisions, open };
  const kept = keptByBoth(keptBy(hold, plan, before, graph), silent);
  const whole = kept.size === 0 ? graph : make(kept);
  const all = { graph: whole, hold, decisions, open };
  return part === undefined ? all : { ...all, ...upToLevel(plan, { free, kept, whole, hold, levels }, part, options) };
}

/** What all runs of a stack deliver together. */
interface Whole {
  /** What is decided to be delivered or done. */
  free: DeliveryPlan;
  kept: Kept;
  whole: ResourceGraph;
  hold: Hold;
  levels: ReadonlyMap<string, Span>;
}

/** What of a plan goes to the engine in a run that is one of several: what is above its level stays as it was. */
function upToLevel(
  plan: DeliveryPlan,
  { free, kept, whole, hold, levels }: Whole,
  { level, there }: Part,
  options: GraphOptions & DeliveryHistory,
): Pick<PlannedApplication, "graph" | "hold" | "dropped"> {
  const now = upTo(free, level, levels);
  const make = (kept: Kept) => pulledGraph(resourceGraph(now, options, kept), options.pull);
  const later = laterIn(there[applicationName(plan)] ?? [], make(kept), whole);
  const graph = make(keptByBoth(kept, keptBySkip(plan, later.staying)));
  const higher = new Set(above(level, levels));
  const own = free.steps.filter((step) => higher.has(step.name) && (objectsOf(step).length > 0 || step.run));
  const steps = new Set([...hold.steps, ...own.map((step) => step.name)]);
  return { graph, hold: { ...hold, steps }, dropped: later.dropped };
}

/** `<namespace>/<name>` of a planned Application. */
export function applicationName({ application }: Pick<DeliveryPlan, "application">): string {
  return `${application.namespace}/${application.name}`;
}

const NO_APPLICATION: Finding = {
  severity: "error",
  code: "unsupported-document",
  message: "there is no Application document",
  hint: "name a file that has one",
};
