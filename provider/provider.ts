import { isDeepStrictEqual } from "node:util";
import type { provider } from "@pulumi/pulumi";
import { nameOf, typesOf } from "../model/urn";
import { awaitRollout, type RolloutInputs, type RolloutState } from "./rollouts";
import { runStep, type StepEnd, type StepInputs } from "./run";
import { clear, secret } from "./values";
import { endWave, isOpen, type WaveEndInputs, type WaveEndState } from "./wave-ends";

/** Inputs as Pulumi sends them: secrets are wrapped. */
type Raw = Readonly<Record<string, unknown>>;

/** What a step does not run again for: how clusters are reached, where it and its type are written, and what its failure means. */
const NO_CHANGE: readonly string[] = ["clusters", "module", "mayFail", "timeoutSeconds", "place", "began"];

/**
 * The provider of `flotilla:index:Step`, `flotilla:index:WaveEnd` and `flotilla:index:Rollout`. A step runs when it is created, and again
 * when it changed or failed, but only once for all runs of one command; the end of a wave waits when there is something in the wave that has not stayed healthy yet, and a rollout
 * when anything about it has changed.
 */
export const plugin: provider.Provider = {
  version: "1.0.0",
  async diff(_id, urn, olds: Raw, news: Raw) {
    if (isRollout(urn)) return { changes: digestOf(olds) !== digestOf(news) };
    if (isWaveEnd(urn)) return { changes: isOpen(stateOf(olds), waveOf(news)) };
    return { changes: failedBefore(olds, news) || !isDeepStrictEqual(relevant(olds.ran as Raw), relevant(news)) };
  },
  async create(urn, inputs: Raw) {
    if (isRollout(urn)) return { id: nameOf(urn), outs: await awaitRollout(rolloutOf(inputs)) };
    if (isWaveEnd(urn)) return { id: nameOf(urn), outs: await endWave({}, waveOf(inputs)) };
    return { id: nameOf(urn), outs: await outcome(urn, inputs) };
  },
  async update(_id, urn, olds: Raw, inputs: Raw) {
    if (isRollout(urn)) return { outs: await awaitRollout(rolloutOf(inputs)) };
    if (isWaveEnd(urn)) return { outs: await endWave(stateOf(olds), waveOf(inputs)) };
    return { outs: await outcome(urn, inputs) };
  },
  /** What a step did cannot be undone. */
  async delete() {},
};

function isWaveEnd(urn: string): boolean {
  return typeOf(urn) === "flotilla:index:WaveEnd";
}

function isRollout(urn: string): boolean {
  return typeOf(urn) === "flotilla:index:Rollout";
}

/** The last of the chain of types in a URN. */
function typeOf(urn: string): string | undefined {
  return typesOf(urn).split("$").at(-1);
}

function stateOf(olds: Raw): Partial<WaveEndState> {
  return clear(olds) as Partial<WaveEndState>;
}

function waveOf(inputs: Raw): WaveEndInputs {
  if (inputs.wanted === undefined) {
    throw new Error("the state has lost the end of this wave: approve the step to deliver it again");
  }
  return clear(inputs) as unknown as WaveEndInputs;
}

function rolloutOf(inputs: Raw): RolloutInputs {
  if (inputs.digest === undefined) {
    throw new Error("the state has lost the end of this rollout: approve the step to deliver it again");
  }
  return clear(inputs) as unknown as RolloutInputs;
}

function digestOf(values: Raw): RolloutState["digest"] | undefined {
  return (clear(values) as Partial<RolloutState>).digest;
}

async function outcome(urn: string, inputs: Raw): Promise<object> {
  if (inputs.type === "held")
    throw new Error("the state has lost what this step did: approve the step to run it again");
  const end: StepEnd = await runStep(clear(inputs) as StepInputs);
  if (end.phase === "failed" && clear(inputs.mayFail) !== true) {
    const place = inputs.place ? `${inputs.place}: ` : "";
    throw new Error(`${place}step "${stepOf(urn)}" failed: ${end.message}`);
  }
  const { secret: found, ...told } = end;
  const values = found || clear(inputs.secretOutputs) === true ? secret(end.values) : end.values;
  const { began } = inputs;
  return { ...told, values, ran: relevant(inputs), ...(began === undefined ? {} : { began }) };
}

/** Whether a step has failed in another run, and not in one of the same command. */
function failedBefore(olds: Raw, news: Raw): boolean {
  return olds.phase === "failed" && (news.began === undefined || news.began !== olds.began);
}

function relevant(inputs: Raw): object {
  const kept = Object.entries(inputs ?? {}).filter(([key, value]) => !NO_CHANGE.includes(key) && value !== undefined);
  return Object.fromEntries(kept);
}

/** Name of the step: the last part of its resource's name. */
function stepOf(urn: string): string {
  return urn.split("/steps/").at(-1) ?? urn;
}
