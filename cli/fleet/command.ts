import { Command, Option } from "commander";
import { InputError } from "../../model/findings";
import { memoryWords } from "../../plan/shards/budget";
import { reportOfShards } from "../../report/merge";
import { terminal } from "../../report/render/terminal";
import { totalOf } from "../../report/report";
import { withProgress } from "../../tools/progress";
import { colours } from "../colours";
import { columns } from "../columns";
import { exitCodeOption, formatOption, outOption, type TellOptions, tell } from "../diff/command";
import { EXIT_CODES } from "../exit-codes";
import { json, outputOption } from "../output";
import { asking } from "../pods/choose";
import { printWarnings } from "../report";
import { budgetOf, checkBudget } from "./budget";
import { cutOffWarnings, findCutOff } from "./cut-off";
import { destroyFleet } from "./destroy";
import { Engines } from "./engines";
import { type Fleet, readFleet } from "./fleet";
import { previewFleet } from "./preview";
import { deliverFleet } from "./up";

/** `flotilla fleet`: clusters that are split over several stacks, delivered as one. */
export function fleetCommand(): Command {
  return new Command("fleet")
    .description(
      "Deliver to clusters that flotilla:shards splits over several stacks, as one. docs/fleets.md says when.",
    )
    .addHelpText("after", "\nExamples:\n  flotilla fleet list\n  flotilla fleet diff\n  flotilla fleet up")
    .addCommand(listCommand())
    .addCommand(diffCommand())
    .addCommand(upCommand())
    .addCommand(destroyCommand());
}

function listCommand(): Command {
  return new Command("list")
    .description("List the shards, the clusters in each, and how much memory a run of it takes.")
    .addOption(outputOption())
    .addHelpText("after", "\nExample:\n  flotilla fleet list")
    .action(async ({ output }: { output: string }) => {
      const { shards } = await read();
      const rows = shards.map(({ name, stack, clusters, memory }) => ({ shard: name, stack, clusters, memory }));
      process.stdout.write(output === "json" ? json(rows) : table(rows));
    });
}

interface DiffOptions extends TellOptions {
  refresh?: true;
  memory?: string;
}

function diffCommand(): Command {
  return new Command("diff")
    .description(
      "Show what `flotilla fleet up` would change in all shards, by step and cluster, in one report. Delivers nothing; makes the stacks of new shards.",
    )
    .option("--refresh", "ask the clusters first what they have, and so find what somebody else changed")
    .addOption(formatOption())
    .addOption(outOption())
    .addOption(exitCodeOption())
    .addOption(memoryOption())
    .addHelpText(
      "after",
      "\nExamples:\n  flotilla fleet diff\n  flotilla fleet diff --output markdown --out comment.md --exit-code",
    )
    .action(async (options: DiffOptions) => {
      const fleet = await read();
      await Engines.use(async (engines) => {
        const bytes = checkedBudget(fleet, options.memory);
        const previews = await previewing(() =>
          previewFleet(fleet, engines, { bytes, refresh: options.refresh === true }),
        );
        tell(reportOfShards(fleet.stacks.base, previews), options);
      });
    });
}

interface RunOptions {
  yes?: true;
  memory?: string;
}

function upCommand(): Command {
  return new Command("up")
    .description(
      "Preview all shards, ask, and deliver to them side by side, each step in all of them before the next one.",
    )
    .option("-y, --yes", "do not ask before anything is changed")
    .addOption(memoryOption())
    .argument("[options...]", "further options of `pulumi up`, after --")
    .addHelpText("after", "\nExamples:\n  flotilla fleet up\n  flotilla fleet up --yes --memory 8GiB")
    .action(async (more: string[], options: RunOptions) => {
      const fleet = await read();
      await Engines.use(async (engines) => {
        if (await up(fleet, engines, more, options)) await up(await readFleet(), engines, more, options);
      });
    });
}

/**
 * Previews, asks and delivers.
 *
 * @returns whether it has taken into states what runs have left that were cut off: another run deletes what nobody wants of that
 */
async function up(fleet: Fleet, engines: Engines, more: string[], { yes, memory }: RunOptions): Promise<boolean> {
  const bytes = checkedBudget(fleet, memory);
  const cutOff = await findCutOff(fleet);
  const previews = await previewing(() => previewFleet(fleet, engines, { bytes, cutOff }));
  const report = reportOfShards(fleet.stacks.base, previews);
  process.stdout.write(terminal(report, colours(process.stdout)));
  if (totalOf(report.counts) > 0 && !yes && !(await agrees("Deliver this?"))) return false;
  const failed = await deliverFleet(fleet, previews, engines, { bytes, more, cutOff });
  const parts = failed.map((name) => `shard ${name}`);
  end(engines, parts, "no later step was started; npx flotilla fleet up goes on where this run has stopped");
  const found = [...cutOff.values()].some((one = []) => one.length > 0);
  return found && failed.length === 0 && !engines.interrupted;
}

function destroyCommand(): Command {
  return new Command("destroy")
    .description("Delete what all shards have delivered, and their stacks.")
    .option("-y, --yes", "do not ask before anything is deleted")
    .addOption(memoryOption())
    .addHelpText("after", "\nExample:\n  flotilla fleet destroy")
    .action(async ({ yes, memory }: RunOptions) => {
      const fleet = await read();
      printWarnings(cutOffWarnings(fleet.shards));
      const clusters = fleet.shards.flatMap((shard) => shard.clusters);
      if (!yes && !(await agrees(`Delete everything that was delivered to ${clusters.join(", ")}?`))) return;
      await Engines.use(async (engines) => {
        const failed = await destroyFleet(fleet, engines, checkedBudget(fleet, memory));
        end(engines, failed, "the others are empty; try again");
      });
    });
}

function memoryOption(): Option {
  return new Option(
    "--memory <amount>",
    "how much memory all runs may take together, such as 8GiB; without it, most of what is free",
  );
}

async function read(): Promise<Fleet> {
  const fleet = await readFleet();
  printWarnings(fleet.warnings);
  return fleet;
}

function checkedBudget({ shards }: Fleet, memory: string | undefined): number {
  const bytes = budgetOf(memory);
  checkBudget(shards, bytes);
  return bytes;
}

function previewing<Out>(work: () => Promise<Out>): Promise<Out> {
  return withProgress("previewing all shards", work);
}

/** Asks before something happens. Nobody can be asked in scripts, which have to say it. */
async function agrees(question: string): Promise<boolean> {
  const ask = asking();
  if (ask !== undefined)
    return ask(
      question,
      ["no", "yes"].map((name) => ({ name, value: name === "yes" })),
    );
  const message = "nobody can be asked here whether this is to happen";
  throw new InputError([{ severity: "error", code: "invalid-value", message, hint: "add --yes" }]);
}

/** Says how a run has ended, and what of it has failed, when not all went well. */
function end({ interrupted }: Engines, failed: readonly string[], hint: string): void {
  if (failed.length > 0) process.stderr.write(`error: failed: ${failed.join(", ")}; ${hint}\n`);
  if (interrupted) process.exitCode = EXIT_CODES.INTERRUPTED.code;
  else if (failed.length > 0) process.exitCode = EXIT_CODES.FAILED.code;
}

interface Row {
  shard: string;
  stack: string;
  clusters: readonly string[];
  memory: number;
}

function table(rows: readonly Row[]): string {
  const lines = rows.map(({ shard, stack, clusters, memory }) => [
    ...[shard, stack, memoryWords(memory), clusters.join(", ") || "-"],
  ]);
  return columns([["SHARD", "STACK", "MEMORY", "CLUSTERS"], ...lines]);
}
