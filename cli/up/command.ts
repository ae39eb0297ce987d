import { Command } from "commander";
import type { Settings } from "../../components/settings";
import { parseDocuments } from "../../model/documents";
import { InputError } from "../../model/findings";
import type { FoundObject } from "../../plan/found";
import { ClusterConfiguration } from "../cluster/configuration";
import { EXIT_CODES } from "../exit-codes";
import { readFiles } from "../read-files";
import { readStackSettings } from "../stack-settings";
import { refuseWhileRunning } from "./going-on";
import { carefulUp, quickAgain, quickUp } from "./run";
import { endUnsaved, type UnsavedRun, unsavedRun } from "./saved";
import { leftObjects } from "./unknown";

interface UpOptions {
  yes?: true;
  skipPreview?: true;
  checkpoints?: true;
}

/** `flotilla up`: `pulumi up`, faster, and safe to kill. */
export function upCommand(): Command {
  return new Command("up")
    .description(
      "Deliver like `pulumi up`, with the state written once at the end instead of after every object, where nothing can be lost by it. After a run that was killed, finds what it has delivered first.",
    )
    .option("-y, --yes", "do not ask before anything is changed")
    .option("-f, --skip-preview", "do not preview first")
    .option("--checkpoints", "write the state after every object, as `pulumi up` does")
    .argument("[options...]", "further options of `pulumi up`, after --")
    .addHelpText(
      "after",
      "\nExamples:\n  flotilla up\n  flotilla up --yes --skip-preview\n  flotilla up --yes -- --continue-on-error",
    )
    .action(async (more: string[], { yes, skipPreview, checkpoints }: UpOptions) => {
      const args = [...(yes ? ["--yes"] : []), ...(skipPreview ? ["--skip-preview"] : []), ...more];
      process.exitCode = await up(args, checkpoints === true);
    });
}

/** Runs `pulumi up` as fast as is safe, and returns what to exit with. */
async function up(args: readonly string[], checkpoints: boolean): Promise<number> {
  const [settings, unsaved] = await Promise.all([readStackSettings(), cutOffRun()]);
  if (settings.shards !== undefined) throw split();
  const mode = { settings, checkpoints };
  if (unsaved !== undefined) return recover(args, unsaved, mode);
  return deliver(args, mode);
}

/** What decides whether a run keeps checkpoints. */
interface Mode {
  settings: Settings;
  /** Whether somebody has asked for them. */
  checkpoints: boolean;
}

async function deliver(args: readonly string[], { settings, checkpoints }: Mode): Promise<number> {
  if (checkpoints) return carefulUp(args);
  if (createsClusters(settings)) {
    process.stderr.write("With checkpoints: a run that is cut off must not forget clusters that it creates.\n");
    return carefulUp(args);
  }
  const quick = await quickUp(args, configuredApplications(settings));
  return "code" in quick ? quick.code : onceMore(args, quick.needsCheckpoints);
}

function onceMore(args: readonly string[], lost: string, found: readonly FoundObject[] = []): Promise<number> {
  process.stderr.write(`Once more, with checkpoints: a run that is cut off must not forget ${lost}.\n`);
  return carefulUp(args, found);
}

/** Whether the program would refuse to run without checkpoints; what else it refuses shows when it has planned. */
function createsClusters({ credentials }: Settings): boolean {
  return credentials.some(({ ack }) => ack !== undefined);
}

/**
 * The run that was cut off before its state was saved; undefined when the last one has saved it.
 *
 * @throws InputError when it goes on
 */
async function cutOffRun(): Promise<UnsavedRun | undefined> {
  if ((await unsavedRun()) === undefined) return undefined;
  refuseWhileRunning();
  // It may have ended just now.
  return unsavedRun();
}

/** What the current stack delivers, as `<namespace>/<name>`. */
function configuredApplications({ application }: Settings): string[] {
  const { documents } = parseDocuments(readFiles(application));
  return [...documents.applications, ...documents.appDeployments].map(({ namespace, name }) => `${namespace}/${name}`);
}

function split(): InputError {
  const message = "the fleet of this stack is split over several stacks";
  return new InputError([{ severity: "error", code: "sharded", message, hint: "use: npx flotilla fleet up" }]);
}

/**
 * After a run that was killed: what it has created goes into the state, what it has changed is read again. A second run
 * then deletes what nobody wants any more. When the first of them is killed too, the next run does the same again.
 */
async function recover(args: readonly string[], unsaved: UnsavedRun, mode: Mode): Promise<number> {
  process.stderr.write(`The run of ${unsaved.since.toISOString()} was cut off. Looking for what it has delivered.\n`);
  const found = await leftObjects(ClusterConfiguration.read(), unsaved);
  process.stderr.write(`${found.filter(({ known }) => !known).length} objects are not in the state yet.\n`);
  const code = await adopt([...args, "--refresh"], found, unsaved, mode);
  if (code !== EXIT_CODES.DONE.code) return code;
  endUnsaved();
  return found.length === 0 ? code : deliver(args, mode);
}

async function adopt(
  args: readonly string[],
  found: readonly FoundObject[],
  { since, applications }: UnsavedRun,
  { settings, checkpoints }: Mode,
): Promise<number> {
  if (checkpoints || createsClusters(settings)) return carefulUp(args, found);
  const all = [...new Set([...applications, ...configuredApplications(settings)])];
  const quick = await quickAgain(args, { since, applications: all }, found);
  return "code" in quick ? quick.code : onceMore(args, quick.needsCheckpoints, found);
}
