import { type Finding, InputError } from "../model/findings";
import { applicationName, type PlannedApplication } from "../plan/deliveries";
import { advance } from "../plan/running/advance";
import type { Progress, StepOutcome } from "../plan/running/types";
import type { Application } from "./application";
import type { Found } from "./found";
import { known } from "./known";
import type { Step } from "./step";

/** A plan, and which of its objects are known to be the Applications' own. */
export interface CheckedPlan {
  planned: readonly PlannedApplication[];
  checked: ReadonlySet<string>;
}

/** What a run has to know that is one of several. */
export interface Around {
  /** How steps have ended that run in no stack but another one. Default: there is no other. */
  elsewhere?: Found;
  /** Whether a later run fails for what has failed and did not end this one. Default: this one does. */
  goesOn?: boolean;
}

/**
 * Goes on from what was made to what was not decided then: waits for the steps that others depend on, plans again with what they
 * have found, and makes what is new; again, until everything is decided. In a preview, what has not run yet stays undecided.
 *
 * @param made the Applications, as far as the first plan decides
 * @param again plans with what is known now
 * @returns the last plan
 * @throws InputError when steps or waves failed whose failure did not end the run
 */
export async function finish(
  first: readonly PlannedApplication[],
  made: readonly Application[],
  again: (progress: ReadonlyMap<string, Progress>) => Promise<CheckedPlan>,
  { elsewhere = new Map(), goesOn = false }: Around = {},
): Promise<readonly PlannedApplication[]> {
  let planned = first;
  let progress: ReadonlyMap<string, Progress> = new Map();
  while (planned.some(({ open }) => open.length > 0)) {
    progress = await next(planned, made, progress, elsewhere);
    const more = await again(progress);
    planned = more.planned;
    for (const [index, { graph }] of planned.entries()) made[index]?.add(graph, more.checked);
  }
  if (!goesOn) await refuseFailed(planned, made, elsewhere);
  await refuseFailedWaves(made);
  return planned;
}

/** What is known when every step that was made has ended; the last word when that is no more than before. */
async function next(
  planned: readonly PlannedApplication[],
  made: readonly Application[],
  before: ReadonlyMap<string, Progress>,
  elsewhere: Found,
): Promise<ReadonlyMap<string, Progress>> {
  const entries = await Promise.all(
    planned.map(async (one, index): Promise<[string, Progress]> => {
      const name = applicationName(one.plan);
      const steps = [...(made[index]?.steps ?? [])].filter(([step]) => !before.get(name)?.results.has(step));
      const outcomes = new Map([...endedElsewhere(one, elsewhere), ...(await outcomesOf(steps))]);
      return [name, advance(before.get(name), one, outcomes)];
    }),
  );
  const grown = entries.some(([name, { values, results }]) => {
    const earlier = before.get(name);
    return values.size > (earlier?.values.size ?? 0) || results.size > (earlier?.results.size ?? 0);
  });
  return new Map(entries.map(([name, one]) => [name, { ...one, final: !grown }]));
}

function endedElsewhere({ plan, decisions }: PlannedApplication, elsewhere: Found): [string, StepOutcome][] {
  return [...(elsewhere.get(applicationName(plan)) ?? [])].filter(([step]) => decisions.get(step) === "run");
}

async function outcomesOf(steps: readonly (readonly [string, Step])[]): Promise<Map<string, StepOutcome>> {
  const outcomes = await Promise.all(steps.map(async ([name, step]) => [name, await outcomeOf(step)] as const));
  return new Map(outcomes.flatMap(([name, outcome]) => (outcome === undefined ? [] : [[name, outcome] as const])));
}

/** How a step has ended; undefined in a preview that would run it. */
async function outcomeOf(step: Step): Promise<StepOutcome | undefined> {
  const [values, phase] = [await known(step.values), await known(step.phase)];
  if (values === undefined || phase === undefined) return undefined;
  const [reason, message] = [await known(step.reason), await known(step.message)];
  const result = { phase: phase.value, ...optional("reason", reason?.value), ...optional("message", message?.value) };
  return { result, values: values.value, secret: values.secret };
}

function optional<K extends string, T>(key: K, value: T | undefined): { [P in K]?: T } {
  return (value === undefined ? {} : { [key]: value }) as { [P in K]?: T };
}

/** Steps whose failure others looked at fail the run nevertheless, at its end. */
async function refuseFailed(
  planned: readonly PlannedApplication[],
  made: readonly Application[],
  elsewhere: Found,
): Promise<void> {
  const failures = await Promise.all(
    planned.map(async (one, index) => {
      const { plan } = one;
      const watched = new Map(plan.steps.flatMap(({ name, run, place }) => (run?.mayFail ? [[name, place]] : [])));
      const steps = [...(made[index]?.steps ?? [])].filter(([name]) => watched.has(name));
      const outcomes = [...endedElsewhere(one, elsewhere), ...(await outcomesOf(steps))];
      return outcomes.flatMap(([name, { result }]): Finding[] => {
        if (result.phase !== "failed") return [];
        const message = `step "${name}" of ${applicationName(plan)} failed: ${result.message}`;
        return [{ severity: "error", code: "step-failed", message, ...watched.get(name) }];
      });
    }),
  );
  const findings = failures.flat();
  if (findings.length > 0) throw new InputError(findings);
}

/**
 * Failures in waves fail the run, when everything else has come to its end: a program that succeeds would let the engine delete what the
 * new version has dropped, also in clusters whose wave was not started.
 */
async function refuseFailedWaves(made: readonly Application[]): Promise<void> {
  const findings = (await Promise.all(made.map((application) => application.failures))).flat();
  if (findings.length === 0) return;
  await Promise.all(made.map((application) => application.ended));
  throw new InputError(findings);
}
