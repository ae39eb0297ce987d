import { ClusterReader } from "../components/cluster-reader";
import { ExpressionError, MissingValue } from "../expressions/error";
import { evaluate, type Scope } from "../expressions/evaluate";
import { parse } from "../expressions/parse";
import type { StepOutput } from "../model/application";
import type { Json, JsonObject } from "../model/json";
import { contextOnly } from "../model/kubeconfig";
import type { StepResult } from "../plan/running/types";
import type { RunContext, StepCluster } from "../plan/steps/run-context";
import { DEFAULT_TIMEOUT_SECONDS } from "../plan/timeouts";
import { StepError } from "./error";
import { runFunction } from "./functions";
import { KnownSecrets } from "./known-secrets";

/** What the program says of a step that is to run. */
export interface StepInputs {
  type: string;
  properties: JsonObject;
  outputs: readonly StepOutput[];
  context: JsonObject;
  clusters: Readonly<Record<string, { kubeconfig: string; context?: string }>>;
  timeoutSeconds?: number;
  /** Whether the properties are secret, and what it finds. */
  secretOutputs?: boolean;
  /** Path of the module that has the type, when it is one of the user's own. */
  module?: string;
}

/** How a step has ended, and the values of its outputs. */
export interface StepEnd extends StepResult {
  values: JsonObject;
  /** Whether the values are secret because of what it has read. */
  secret?: true;
}

/** Runs a step to its end. Failures are a result, not an error. */
export async function runStep(inputs: StepInputs): Promise<StepEnd> {
  const { outputs, context, timeoutSeconds = DEFAULT_TIMEOUT_SECONDS } = inputs;
  const signal = AbortSignal.timeout(timeoutSeconds * 1000);
  const messages: string[] = [];
  const secrets = new KnownSecrets();
  if (inputs.module !== undefined && inputs.secretOutputs) secrets.add(inputs.properties);
  const running: RunContext = {
    context,
    signal,
    cluster: (name) => secrets.watch(clusterOf(name, inputs)),
    message: (text) => void messages.push(secrets.mask(text)),
  };
  try {
    const run = await runFunction(inputs.type, inputs.module);
    const found = (await inTime(run(inputs.properties as never, running), signal, timeoutSeconds)) ?? {};
    const scope = { parameter: inputs.properties, context, ...found };
    const values = Object.fromEntries(outputs.map((output) => [output.name, outputOf(output, scope, running)]));
    const told = messages.length === 0 ? {} : { message: messages.join("; ") };
    return { phase: "succeeded", values, ...told, ...(secrets.found ? { secret: true } : {}) };
  } catch (error) {
    const reason = error instanceof StepError ? error.reason : "Execute";
    return { phase: "failed", reason, message: secrets.mask(textOf(error)), values: {} };
  }
}

function textOf(error: unknown): string {
  if (typeof error === "string") return error;
  return error instanceof Error ? error.message : "it failed without saying why";
}

/** What a step applies belongs to nobody but this. */
const MANAGER = "flotilla-step";

function clusterOf(name: string, { clusters }: StepInputs): StepCluster {
  const access = clusters[name];
  if (access === undefined) throw new Error(`the step has not said that it needs cluster "${name}"`);
  const reader = new ClusterReader(contextOnly(access.kubeconfig, access.context));
  const naming = async <T>(asked: Promise<T>): Promise<T> => {
    try {
      return await asked;
    } catch (error) {
      throw new Error(`cluster "${name}": ${textOf(error)}`);
    }
  };
  return {
    read: (object) => naming(reader.read(object)),
    list: (...kind) => naming(reader.list(...kind)),
    apply: (object) => naming(reader.apply(object, MANAGER)),
  };
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
