import { Command, Option } from "commander";
import { visibleValues } from "../../model/visible";
import { withProgress } from "../../tools/progress";
import { type KnownClusters, readClusters } from "../cluster/known";
import { delivering } from "../delivering";
import { json } from "../output";
import { readOutputsMeanwhile } from "../outputs";
import { printWarnings } from "../report";
import { NO_RECORDS, readRecordsMeanwhile } from "../workflow/records";
import { readLive } from "./live";
import { objectStatuses } from "./objects";
import { painter, statusText } from "./print";
import { chooseApplications, entriesOf, summarize } from "./summarize";
import { treeText } from "./tree";
import type { ApplicationStatus } from "./types";
import { watch } from "./watch";

interface StatusOptions {
  cluster?: string;
  tree?: boolean;
  watch?: boolean;
  output: "text" | "json";
}

/** `flotilla status`: what runs where. */
export function statusCommand(): Command {
  return new Command("status")
    .description("Show what the current stack has delivered, and how it is in every cluster now.")
    .argument("[application]", "name, or <namespace>/<name>; without it, all")
    .option("-c, --cluster <cluster>", "only what is in this cluster")
    .option("-t, --tree", "every object by itself, and what was made for it, down to pods")
    .option("-w, --watch", "look again every 2 s, until Ctrl-C")
    .addOption(new Option("-o, --output <format>", "how to print").choices(["text", "json"]).default("text"))
    .addHelpText(
      "after",
      "\nExamples:\n  flotilla status\n  flotilla status shop --cluster beijing-1\n  flotilla status shop --tree --watch",
    )
    .action(async (application: string | undefined, options: StatusOptions) => {
      const { known, configuration, warnings } = await readClusters();
      printWarnings(warnings);
      const look = async () => print(await readStatus(application, options, known), options, configuration.isSplit);
      if (options.watch) await watch(look);
      process.stdout.write(await withProgress("asking the clusters", look));
    });
}

async function readStatus(
  application: string | undefined,
  { cluster, tree = false }: StatusOptions,
  clusters: KnownClusters,
): Promise<ApplicationStatus[]> {
  const outputs = await readOutputsMeanwhile();
  const chosen = chooseApplications(outputs, { application, cluster });
  const records = outputs.held.length === 0 ? NO_RECORDS : await readRecordsMeanwhile();
  const found = chosen.map(async (name) => {
    const live = await readLive(entriesOf(outputs, name, cluster), clusters, tree);
    return { ...summarize(name, outputs, live, records), ...(tree ? { objects: objectStatuses(live) } : {}) };
  });
  return Promise.all(found);
}

function print(found: readonly ApplicationStatus[], { output, tree }: StatusOptions, isSplit: boolean): string {
  if (output === "json") return json(found);
  if (found.length === 0) return `Nothing is delivered yet: ${delivering(isSplit).up}\n`;
  const paint = painter(process.stdout);
  return visibleValues(found)
    .map((one) => (tree ? treeText(one, paint) : statusText(one, paint)))
    .join("\n");
}
