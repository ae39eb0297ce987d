import { Command } from "commander";
import type { Settings } from "../../components/settings";
import { InputError } from "../../model/findings";
import type { FoundObject } from "../../plan/found";
import { ClusterConfiguration } from "../cluster/configuration";
import { EXIT_CODES } from "../exit-codes";
import { noticingInterrupts } from "../interrupts";
import { outlivingReader } from "../pipes";
import { readStackSettings } from "../stack-settings";
import { type Basis, readBasis } from "./basis";
import { atRest, endCutOff, namesIn, searchCutOff } from "./cut-off";
import { carefulUp, quickAgain, quickUp } from "./run";
import { beginUnsaved, type LastRun, lastRun, type UnsavedRun } from "./saved";
import { isDelivered } from "./shortcut";
import { isSavedAfter, readState } from "./state";

interface UpOptions {
  yes?: true;
  skipPreview?: true;
  checkpoints?: true;
  engine?: true;
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
    .option("--engine", "start the engine also when there is nothing to change")
    .argument("[options...]", "further options of `pulumi up`, after --")
    .addHelpText(
      "after",
      "\nExamples:\n  flotilla up\n  flotilla up --yes --skip-preview\n  flotilla up --yes -- --continue-on-error",
    )
    .action(async (more: string[], { yes, skipPreview, checkpoints, engine }: UpOptions) => {
      const args = [...(yes ? ["--yes"] : []), ...(skipPreview ? ["--skip-preview"] : []), ...more];
      const manner = { checkpoints: checkpoints === true, engine: engine === true, whole: more.length === 0 };
      process.exitCode = await outlivingReader(() => up(args, manner));
    });
}

/** How a run is to be. */
interface Manner {
  /** Whether somebody has asked for checkpoints. */
  checkpoints: boolean;
  /** Whether somebody has asked for the engine, also where that would have nothing to do. */
  engine: boolean;
  /** Whether it has no further options, which may leave something out or add something. */
  whole: boolean;
}

/** Runs `pulumi up` as fast as is safe, and returns what to exit with. */
async function up(args: readonly string[], manner: Manner): Promise<number> {
  const [read, last, state] = await Promise.all([readStackSettings(), lastRun(), readState()]);
  if (read.settings.shards !== undefined) throw split();
  const { cutOff, ...standing } = await atRest({ last, state }, read.settings);
  const mode = { ...read, ...manner, ...standing };
  return cutOff === undefined ? deliver(args, mode) : recover(args, cutOff, mode);
}

/** What decides how a run is done. */
interface Mode extends Manner {
  settings: Settings;
  /** The stack's whole configuration, with secrets. */
  configuration: string;
  last: LastRun;
  /** The state that it has left, as `pulumi stack export` prints it. */
  state: string;
}

async function deliver(args: readonly string[], mode: Mode): Promise<number> {
  const { settings, checkpoints } = mode;
  if (createsClusters(settings)) {
    if (!checkpoints)
      process.stderr.write("With checkpoints: a run that is cut off must not forget clusters that it creates.\n");
    return carefulUp(args);
  }
  if (checkpoints) return lookedAfter(() => carefulUp(args), settings);
  const read = () => readBasis(settings, mode.configuration);
  const basis = mode.whole ? await read() : undefined;
  if (basis !== undefined && (await hasNothingToDo(basis, mode))) return EXIT_CODES.DONE.code;
  return lookedAfter(async () => {
    const quick = await quickUp(args, basis, read);
    return "code" in quick ? quick.code : onceMore(args, quick.needsCheckpoints);
  }, settings);
}

/**
 * Runs the engine. Where somebody ends that in the middle, the state does not have what was being changed then, and the stack says so to the
 * next run.
 */
async function lookedAfter(run: () => Promise<number>, settings: Settings): Promise<number> {
  const since = new Date();
  const { outcome, interrupted } = await noticingInterrupts(run);
  if (interrupted && (await isSavedAfter(since))) {
    await beginUnsaved({ since, applications: namesIn(settings) });
    process.stderr.write("What was being changed is not in the state: the next npx flotilla up looks for it.\n");
  }
  return outcome;
}

/** Whether there is nothing to change, which is told then. */
async function hasNothingToDo(basis: Basis, { settings, engine, last, state }: Mode): Promise<boolean> {
  const { delivered } = last;
  if (engine || delivered === undefined) return false;
  if (!(await isDelivered(basis, settings, delivered, async () => state))) return false;
  process.stdout.write(
    `Nothing to change: documents, configuration, program and state are as the run of ${delivered.since} has left them, and all clusters answer.\nTo start the engine all the same: npx flotilla up --engine\n`,
  );
  return true;
}

function onceMore(args: readonly string[], lost: string, found: readonly FoundObject[] = []): Promise<number> {
  process.stderr.write(`Once more, with checkpoints: a run that is cut off must not forget ${lost}.\n`);
  return carefulUp(args, found);
}

/** Whether the program would refuse to run without checkpoints; what else it refuses shows when it has planned. */
function createsClusters({ credentials }: Settings): boolean {
  return credentials.some(({ ack }) => ack !== undefined);
}

function split(): InputError {
  const message = "the fleet of this stack is split over several stacks";
  return new InputError([{ severity: "error", code: "sharded", message, hint: "use: npx flotilla fleet up" }]);
}

/**
 * After a run that was killed: what it has created goes into the state, what it has changed is read again. A second run
 * then deletes what nobody wants any more. When the first of them is killed too, the next run does the same again.
 */
async function recover(args: readonly string[], run: UnsavedRun, mode: Mode): Promise<number> {
  const configuration = ClusterConfiguration.read();
  const found = await searchCutOff(configuration, configuration.reached, { run, state: mode.state });
  if (found === undefined) return deliver(args, mode).finally(() => beginUnsaved(run));
  const code = await adopt([...args, "--refresh"], found, mode);
  if (code !== EXIT_CODES.DONE.code) return code;
  await endCutOff();
  return found.length === 0 ? code : deliver(args, mode);
}

async function adopt(
  args: readonly string[],
  found: readonly FoundObject[],
  { settings, checkpoints }: Mode,
): Promise<number> {
  if (checkpoints || createsClusters(settings)) return carefulUp(args, found);
  const quick = await quickAgain(args, found);
  return "code" in quick ? quick.code : onceMore(args, quick.needsCheckpoints, found);
}
