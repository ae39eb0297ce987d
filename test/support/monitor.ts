import * as pulumi from "@pulumi/pulumi";
import type * as mocks from "@pulumi/pulumi/runtime/mocks";

/** A resource as the program asked the engine for it, with what Pulumi's mocks do not show. */
export interface Registration {
  type: string;
  name: string;
  /** Name of the parent; empty for the stack's own children. */
  parent: string;
  /** Names of the resources it explicitly or implicitly waits for. */
  dependsOn: string[];
  inputs: Record<string, unknown>;
  /** Name of the provider resource, if one was named. */
  provider: string;
  aliases: { name?: string; type?: string }[];
  retainOnDelete: boolean;
  ignoreChanges: string[];
  deletedWith: string;
  additionalSecretOutputs: string[];
  hideDiffs: string[];
  protect: boolean;
  replaceWith: string[];
  deleteBeforeReplace: boolean;
  timeouts: { create: string; update: string };
}

/** Stands in the inputs of a registration for a value that is marked as secret. */
export interface Secret {
  secret: unknown;
}

const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";
const SIGNATURE_KEY = "4dabf18193072939515e22adb298388d";

/**
 * Runs a program against Pulumi's mocks and returns what it registered, the stack left out. What the program throws is thrown
 * here. One after the other: the mocks are global to a process.
 *
 * @param call answers what the program asks providers. Default: with what it asked
 * @param newResource answers what the program creates. Default: with its inputs
 */
export async function record(
  program: () => unknown,
  call: mocks.Mocks["call"] = echo.call,
  newResource: mocks.Mocks["newResource"] = echo.newResource,
): Promise<Registration[]> {
  const registrations: Registration[] = [];
  await pulumi.runtime.setMocks({ newResource, call }, "flotilla", "test", false, "organization");
  const monitor = pulumi.runtime.getMonitor() as unknown as Monitor;
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, callback) => {
    if (request.getType() !== "pulumi:pulumi:Stack") registrations.push(read(request));
    return register(request, callback);
  };
  let failure: unknown;
  await pulumi.runtime.runInPulumiStack(async () => {
    await Promise.resolve()
      .then(program)
      .catch((error: unknown) => {
        failure = error;
      });
  });
  await settled(() => registrations.length);
  if (failure !== undefined) throw failure;
  return registrations;
}

/** Answers every creation with its inputs. */
const echo: mocks.Mocks = {
  newResource: (args) => ({ id: `${args.name}-id`, state: args.inputs }),
  call: (args) => args.inputs,
};

/** Waits until a number has stopped growing. */
async function settled(count: () => number): Promise<void> {
  for (let before = -1; before !== count(); ) {
    before = count();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

interface Monitor {
  registerResource(request: Request, callback: unknown): unknown;
}

/** The part of the SDK's internal request that tests look at. */
interface Request {
  getType(): string;
  getName(): string;
  getParent(): string;
  getDependenciesList(): string[];
  getObject(): { toJavaScript(): Record<string, unknown> };
  getProvider(): string;
  getAliasesList(): { getSpec(): { getName(): string; getType(): string } | undefined }[];
  getRetainondelete(): boolean;
  getIgnorechangesList(): string[];
  getDeletedwith(): string;
  getAdditionalsecretoutputsList(): string[];
  getHidediffsList(): string[];
  getProtect(): boolean;
  getReplaceWithList(): string[];
  getDeletebeforereplace(): boolean;
  getCustomtimeouts(): { getCreate(): string; getUpdate(): string } | undefined;
}

function read(request: Request): Registration {
  const timeouts = request.getCustomtimeouts();
  return {
    type: request.getType(),
    name: request.getName(),
    parent: nameOf(request.getParent()),
    dependsOn: request.getDependenciesList().map(nameOf).sort(),
    inputs: shown(request.getObject().toJavaScript()) as Record<string, unknown>,
    provider: nameOf(request.getProvider().replace(/::[^:]*$/, "")),
    aliases: request.getAliasesList().map((alias) => {
      const spec = alias.getSpec();
      return { ...(spec?.getName() && { name: spec.getName() }), ...(spec?.getType() && { type: spec.getType() }) };
    }),
    retainOnDelete: request.getRetainondelete(),
    ignoreChanges: request.getIgnorechangesList(),
    deletedWith: nameOf(request.getDeletedwith()),
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    hideDiffs: request.getHidediffsList(),
    protect: request.getProtect(),
    replaceWith: request.getReplaceWithList().map(nameOf),
    deleteBeforeReplace: request.getDeletebeforereplace(),
    timeouts: { create: timeouts?.getCreate() ?? "", update: timeouts?.getUpdate() ?? "" },
  };
}

/** The logical name at the end of a URN; empty for the stack. */
function nameOf(urn: string): string {
  return urn.includes("pulumi:pulumi:Stack::") ? "" : urn.split("::").slice(3).join("::");
}

/** Inputs with secrets written as {@link Secret}. */
function shown(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shown);
  if (typeof value !== "object" || value === null) return value;
  const record = value as Record<string, unknown>;
  if (record[SIGNATURE_KEY] === SECRET_SIGNATURE) return { secret: shown(record.value) } satisfies Secret;
  return Object.fromEntries(Object.entries(record).map(([key, inner]) => [key, shown(inner)]));
}
