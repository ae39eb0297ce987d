import { type Finding, InputError } from "../model/findings";
import { isObject } from "../model/json";
import { clusterOf } from "../plan/deliver";
import { applicationName, type PlannedApplication } from "../plan/deliveries";
import { objectsOf } from "../plan/identity";
import { inState } from "../plan/in-state";
import type { Inventory } from "../plan/inventory";
import { NOTHING_SKIPPED, type Skip } from "../plan/skip";
import type { SkippedFacts } from "../report/facts";
import type { Answers } from "./answers";
import type { LastState } from "./last-state";
import type { Settings } from "./settings";

/** A cluster that the last run has left as it was because it did not answer, for the stack's outputs. */
export interface SkippedOutput extends SkippedFacts {
  /** What is in it, or should be: `<namespace>/<name>` of the Applications. */
  applications: string[];
}

/** The clusters that do not answer and that somebody has said may be left out then. */
export class Skipping {
  private constructor(
    /** What planning has to know. */
    readonly skip: Skip,
    /** Initial namespaces that the stack has in them. */
    readonly namespaces: ReadonlyMap<string, readonly string[]>,
    private readonly reasons: ReadonlyMap<string, string>,
  ) {}

  /**
   * Asks all clusters that may be skipped, at once; asks nobody when there are none.
   *
   * @param delivered what the last run that succeeded has delivered, by Application
   * @throws InputError when a cluster was renamed and has not answered since
   */
  static async of(
    { credentials, unreachable: usual }: ClusterChoices,
    answers: Answers,
    state: LastState,
    delivered: Readonly<Record<string, Inventory>>,
  ): Promise<Skipping> {
    const reasons = await silentAmong({ credentials, unreachable: usual }, answers);
    if (reasons.size === 0) return new Skipping(NOTHING_SKIPPED, new Map(), reasons);
    const clusters = new Set(reasons.keys());
    refuseRenamed(credentials, clusters, await state.outputs());
    const { there, namespaces } = inState(clusters, await state.outputs(), delivered);
    return new Skipping({ clusters, there }, namespaces, reasons);
  }

  /** One warning for each cluster that is left out. */
  warnings(planned: readonly PlannedApplication[]): Finding[] {
    return this.#concerned(planned).map(([cluster, reason, applications]) => ({
      severity: "warning",
      code: "skipped",
      message: `cluster "${cluster}" is skipped because it does not answer (${reason}): what ${applications.join(", ")} delivered there stays as it is, and nothing new is delivered`,
      hint: "the first up that it answers again delivers what it has missed",
    }));
  }

  /**
   * The clusters that are left out, for the stack's outputs.
   *
   * @param before the same output of the last run, from which it is known since when
   */
  outputs(planned: readonly PlannedApplication[], before: unknown, now: string): SkippedOutput[] {
    const earlier = Array.isArray(before) ? before.filter(isObject) : [];
    return this.#concerned(planned).map(([cluster, reason, applications]) => {
      const since = earlier.find((one) => one.cluster === cluster)?.since;
      return { cluster, since: typeof since === "string" ? since : now, reason, applications };
    });
  }

  #concerned(planned: readonly PlannedApplication[]): [cluster: string, reason: string, applications: string[]][] {
    const all = [...this.reasons].map(([cluster, reason]): [string, string, string[]] => {
      const concerned = planned.filter((one) => concerns(one, cluster)).map(({ plan }) => applicationName(plan));
      return [cluster, reason, concerned];
    });
    return all.filter(([, , applications]) => applications.length > 0);
  }
}

/** What a configuration says about clusters that do not answer. */
type ClusterChoices = Pick<Settings, "credentials" | "unreachable">;

/** Asks those of some clusters that may be skipped, all at once: those that do not answer, each with the reason. */
export async function silentAmong(
  { credentials, unreachable: usual }: ClusterChoices,
  answers: Answers,
): Promise<ReadonlyMap<string, string>> {
  const may = credentials.filter(({ unreachable = usual }) => unreachable === "skip").map(({ cluster }) => cluster);
  const asked = await Promise.all(may.map(async (cluster) => ({ cluster, answer: await answers.of(cluster) })));
  return new Map(
    asked.flatMap(({ cluster, answer }) => (answer?.kind === "silent" ? [[cluster, answer.reason] as const] : [])),
  );
}

/** What has another name in the state cannot stay as it is. */
function refuseRenamed(
  credentials: Settings["credentials"],
  clusters: ReadonlySet<string>,
  outputs: ReadonlyMap<string, unknown>,
): void {
  const findings = credentials.flatMap(({ cluster, previousNames }): Finding[] => {
    if (!clusters.has(cluster)) return [];
    const former = previousNames.find((name) => Object.keys(inState(new Set([name]), outputs, {}).there).length > 0);
    if (former === undefined) return [];
    const message = `cluster "${cluster}" does not answer, and cannot be skipped because nothing was delivered since it was renamed from "${former}"`;
    return [{ severity: "error", code: "no-answer", message, hint: "take the new name back until it answers again" }];
  });
  if (findings.length > 0) throw new InputError(findings);
}

/** Whether an Application has something in a cluster, or would deliver something there. */
function concerns({ plan, graph }: PlannedApplication, cluster: string): boolean {
  if (graph.nodes.some((node) => "cluster" in node && node.cluster === cluster)) return true;
  return plan.steps.some((step) => objectsOf(step).some((object) => clusterOf(object) === cluster));
}
