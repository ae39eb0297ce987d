import { ClusterReader } from "../components/cluster-reader";
import { ExpressionError, MissingValue } from "../expressions/error";
import { evaluate, type Scope } from "../expressions/evaluate";
import { parse } from "../expressions/parse";
import type { StepOutput } from "../model/application";
import type { Json, JsonObject } from "../model/json";
import { contextOnly } from "../model/kubeconfig";
import type { StepResult } from "../plan/running/types";
import { runFunction } from "./functions";
import { type ObjectReader, type RunContext, StepError } from "./types";

/** What the program says of a step that is to run. */
export interface StepInputs {
  type: string;
  properties: JsonObject;
  outputs: readonly StepOutput[];
  context: JsonObject;
  clusters: Readonly<Record<string, { kubeconfig: string; context?: string }>>;
  timeoutSeconds?: number;
  module?: string;
}

/** How a step has ended, and the values of its outputs. */
export interface StepEnd extends StepResult {
  values: JsonObject;
}

/** How long a step may take when nobody says it, in seconds. */
const DEFAULT_TIMEOUT_SECONDS = 600;

/** Runs a step to its end. Failures are a result, not an error. */
export async function runStep(inputs: StepInputs): Promise<StepEnd> {
  const { outputs, context, timeoutSeconds = DEFAULT_TIMEOUT_SECONDS } = inputs;
  const signal = AbortSignal.timeout(timeoutSeconds * 1000);
  const messages: string[] = [];
  const running: RunContext = {
    context,
    signal,
    cluster: (name) => readerOf(name, inputs),
    message: (text) => void messages.push(text),
  };
  try {
    const run = await runFunction(inputs.type, inputs.module);
    const found = (await inTime(run(inputs.properties as never, running), signal, timeoutSeconds)) ?? {};
    const scope = { parameter: inputs.properties, context, ...found };
    const values = Object.fromEntries(outputs.map((output) => [output.name, outputOf(output, scope, running)]));
    return { phase: "succeeded", values, ...(messages.length === 0 ? {} : { message: messages.join("; ") }) };
  } catch (error) {
    const reason = error instanceof StepError ? error.reason : "Execute";
    const text = error instanceof Error ? error.message : "it failed without saying why";
    return { phase: "failed", reason, message: text, values: {} };
  }
}

function readerOf(name: string, { clusters }: StepInputs): ObjectReader {
  const access = clusters[name];
  if (access === undefined) throw new Error(`the step has not said that it needs cluster "${name}"`);
  return new ClusterReader(contextOnly(access.kubeconfig, access.context));
}

/** Ends with the time, whatever the step does. */
async function inTime<T>(running: Promise<T>, signal: AbortSignal, seconds: number): Promise<T> {
  const late = new Promise<never>((_, reject) => {
    const end = () => reject(new StepError(`it took longer than ${seconds} seconds`, "Timeout"));
    if (signal.aborted) end();
    else signal.addEventListener("abort", end, { once: true });
  });
  return Promise.race([running, late]);
}

/** The value of an output: null for what is not there, as in KubeVela, but not silently. */
function outputOf({ name, valueFrom }: StepOutput, scope: JsonObject, { message }: RunContext): Json {
  try {
    return evaluate(parse(valueFrom), scope as Scope) as Json;
  } catch (error) {
    if (error instanceof MissingValue) {
      message(`output "${name}" is null: ${error.message} where ${valueFrom} looks`);
      return null;
    }
    if (!(error instanceof ExpressionError)) throw error;
    throw new StepError(`output "${name}": ${error.withPlace} of ${valueFrom}`, "Output");
  }
}
