import { existsSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse } from "yaml";
import { InputError } from "../../model/findings";
import { isObject } from "../../model/json";
import { nameOf } from "../../model/urn";
import { pulumi, pulumiMeanwhile, tryPulumi } from "../pulumi";
import { hasPending } from "../up/pending";
import { deploymentIn } from "../up/state";

/** What a stack's state says about it. */
export interface StackState {
  /** Types and logical names of its resources, without those that the engine has for itself. */
  resources: { type: string; name: string }[];
  /** Whether a run was cut off, or goes on, that was doing something to objects. */
  cutOff: boolean;
}

/** The stacks of a fleet: the current one, whose configuration all share, and those beside it. */
export class Stacks {
  readonly #folder: string;

  /** @param base name of the current stack */
  private constructor(readonly base: string) {
    const project = readYaml(join(process.cwd(), "Pulumi.yaml"));
    this.#folder = typeof project.stackConfigDir === "string" ? project.stackConfigDir : "";
  }

  /** @throws InputError when no stack is selected */
  static current(): Stacks {
    return new Stacks(pulumi("stack", "--show-name").trim());
  }

  /** Names of all stacks of the project. */
  async names(): Promise<string[]> {
    const all = JSON.parse(await pulumiMeanwhile("stack", "ls", "--json")) as { name: string }[];
    return all.map(({ name }) => name);
  }

  /** What makes the engine work on a stack with the configuration that all share. */
  where(stack: string): string[] {
    return ["--stack", stack, "--config-file", this.#configFile()];
  }

  /** Makes an empty stack with the secrets provider of the current one. It gets no configuration of its own. */
  async create(stack: string): Promise<void> {
    const { secretsprovider } = readYaml(this.#configFile());
    const provider = typeof secretsprovider === "string" ? ["--secrets-provider", secretsprovider] : [];
    const own = this.#fileOf(stack);
    const wasThere = existsSync(own);
    // Not with the shared file: the engine would write what it needs for its secrets provider into that one.
    const alone = { PULUMI_OPTION_CONFIG_FILE: undefined };
    const { failed, reason } = await tryPulumi(["stack", "init", stack, "--no-select", ...provider], alone);
    if (!wasThere) rmSync(own, { force: true });
    if (failed) throw new InputError([{ severity: "error", code: "engine-failed", message: `stack init: ${reason}` }]);
  }

  /** Removes an empty stack. */
  remove(stack: string): void {
    pulumi("stack", "rm", stack, "--yes", "--preserve-config");
  }

  /** The outputs of a stack, without secrets. */
  async outputs(stack: string): Promise<Record<string, unknown>> {
    return JSON.parse(await pulumiMeanwhile("stack", "output", "--json", "--stack", stack)) as Record<string, unknown>;
  }

  /** The state of a stack. */
  async state(stack: string): Promise<StackState> {
    const deployment = deploymentIn(await pulumiMeanwhile("stack", "export", "--stack", stack));
    const own = (deployment.resources ?? []).filter(({ type }) => !type.startsWith("pulumi:"));
    return { resources: own.map(({ urn, type }) => ({ type, name: nameOf(urn) })), cutOff: hasPending(deployment) };
  }

  #configFile(): string {
    const file = process.env.PULUMI_OPTION_CONFIG_FILE ?? this.#fileOf(this.base);
    if (existsSync(file)) return resolve(file);
    const message = `the stack "${this.base}" has no configuration file that its shards could share`;
    throw new InputError([{ severity: "error", code: "file-not-found", file, message }]);
  }

  #fileOf(stack: string): string {
    return join(process.cwd(), this.#folder, `Pulumi.${stack}.yaml`);
  }
}

function readYaml(file: string): Record<string, unknown> {
  const value: unknown = existsSync(file) ? parse(readFileSync(file, "utf8")) : {};
  return isObject(value) ? value : {};
}
