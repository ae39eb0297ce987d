import { Command } from "commander";
import type { Settings } from "../../components/settings";
import { parseDocuments } from "../../model/documents";
import { InputError } from "../../model/findings";
import { type ClusterCredentials, isPulled, isRegistered } from "../../model/registry";
import { ClusterConfiguration } from "../cluster/configuration";
import { EXIT_CODES } from "../exit-codes";
import { readFiles } from "../read-files";
import { readStackSettings } from "../stack-settings";
import { refuseWhileRunning } from "./going-on";
import { carefulUp, quickUp } from "./run";
import { endUnsaved, type UnsavedRun, unsavedRun } from "./saved";
import { unknownObjects } from "./unknown";

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
  if (unsaved !== undefined) return recover(args, unsaved);
  if (checkpoints) return carefulUp(args);
  if (forgetsWithoutCheckpoints(settings)) {
    process.stderr.write(
      "With checkpoints: a run that is cut off must not forget clusters that it creates, or what clusters pull.\n",
    );
    return carefulUp(args);
  }
  const quick = await quickUp(args, configuredApplications(settings));
  if ("code" in quick) return quick.code;
  process.stderr.write(
    `Once more, with checkpoints: a run that is cut off must not forget ${quick.needsCheckpoints}.\n`,
  );
  return carefulUp(args);
}

/** Whether the program would refuse to run without checkpoints; what else it refuses shows when it has planned. */
function forgetsWithoutCheckpoints(settings: Settings): boolean {
  const { clustersFrom, credentials } = settings;
  const forgets = (one: ClusterCredentials) =>
    one.ack !== undefined || isRegistered(one, settings) || isPulled(one, settings);
  return clustersFrom === "ocm" || credentials.some(forgets);
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
 * then deletes what nobody wants any more.
 */
async function recover(args: readonly string[], unsaved: UnsavedRun): Promise<number> {
  process.stderr.write(`The run of ${unsaved.since.toISOString()} was cut off. Looking for what it has delivered.\n`);
  const found = await unknownObjects(ClusterConfiguration.read(), unsaved);
  process.stderr.write(`${found.length} objects are not in the state yet.\n`);
  const code = await carefulUp([...args, "--refresh"], found);
  if (code !== EXIT_CODES.DONE.code) return code;
  endUnsaved();
  return found.length === 0 ? code : carefulUp(args);
}
