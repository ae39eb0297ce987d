import { existsSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse } from "yaml";
import { InputError } from "../../model/findings";
import { isObject } from "../../model/json";
import { nameOf } from "../../model/urn";
import { onStack, pulumi, pulumiMeanwhile, tryPulumi } from "../pulumi";
import type { Standing } from "../up/cut-off";
import { lastRun } from "../up/saved";
import { deploymentIn, readState } from "../up/state";

/** A resource that a stack has. */
export interface StackResource {
  type: string;
  /** Its logical name. */
  name: string;
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

  /**
   * Names of all stacks of the project.
   *
   * @throws InputError when the state of one of them is damaged: the engine reads all, and does not say which it is
   */
  async names(): Promise<string[]> {
    try {
      const all = JSON.parse(await pulumiMeanwhile("stack", "ls", "--json")) as { name: string }[];
      return all.map(({ name }) => name);
    } catch (error) {
      throw (await this.#damage()) ?? error;
    }
  }

  /** What is said of the first damaged state in the fleet; undefined when there is none. */
  async #damage(): Promise<InputError | undefined> {
    const { fleet } = await this.outputs(this.base);
    const shards = isObject(fleet) && isObject(fleet.shards) ? Object.values(fleet.shards) : [];
    const told = await Promise.all(shards.map((stack) => readState(String(stack)).catch((error: unknown) => error)));
    return told.find((one) => one instanceof InputError && one.findings.some(({ hint }) => hint !== undefined)) as
      | InputError
      | undefined;
  }

  /** What makes the engine work on a stack with the configuration that all share. */
  where(stack: string): string[] {
    return [...onStack(stack), "--config-file", this.#configFile()];
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
    const text = await pulumiMeanwhile("stack", "output", "--json", ...onStack(stack));
    return JSON.parse(text) as Record<string, unknown>;
  }

  /** What is known of a stack before a run of it. */
  async standing(stack: string): Promise<Standing> {
    const [last, state] = await Promise.all([lastRun(stack), readState(stack)]);
    return { last, state };
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

/** What a state has, without what the engine has for itself. */
export function resourcesIn(state: string): StackResource[] {
  const own = (deploymentIn(state).resources ?? []).filter(({ type }) => !type.startsWith("pulumi:"));
  return own.map(({ urn, type }) => ({ type, name: nameOf(urn) }));
}

function readYaml(file: string): Record<string, unknown> {
  const value: unknown = existsSync(file) ? parse(readFileSync(file, "utf8")) : {};
  return isObject(value) ? value : {};
}
