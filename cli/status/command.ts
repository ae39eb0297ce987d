import { Command, Option } from "commander";
import { ClusterConfiguration } from "../cluster/configuration";
import { json } from "../output";
import { readOutputs } from "../outputs";
import { readLive } from "./live";
import { statusText } from "./print";
import { chooseApplications, entriesOf, summarize } from "./summarize";
import type { ApplicationStatus } from "./types";

interface StatusOptions {
  cluster?: string;
  output: "text" | "json";
}

/** `flotilla status`: what runs where. */
export function statusCommand(): Command {
  return new Command("status")
    .description("Show what the current stack has delivered, and how it is in every cluster now.")
    .argument("[application]", "name, or <namespace>/<name>; without it, all")
    .option("-c, --cluster <cluster>", "only what is in this cluster")
    .addOption(new Option("-o, --output <format>", "how to print").choices(["text", "json"]).default("text"))
    .addHelpText("after", "\nExamples:\n  flotilla status\n  flotilla status example-app --cluster beijing-1")
    .action(async (application: string | undefined, { cluster, output }: StatusOptions) => {
      const found = await readStatus(application, cluster);
      process.stdout.write(output === "json" ? json(found) : text(found));
    });
}

async function readStatus(application: string | undefined, cluster: string | undefined): Promise<ApplicationStatus[]> {
  const outputs = readOutputs();
  const chosen = chooseApplications(outputs, { application, cluster });
  const configuration = ClusterConfiguration.read();
  const found = chosen.map(async (name) => {
    const entries = entriesOf(outputs, name, cluster);
    return summarize(name, outputs, await readLive(entries, configuration));
  });
  return Promise.all(found);
}

function text(found: readonly ApplicationStatus[]): string {
  return found.length === 0 ? "Nothing is delivered yet: npx pulumi up\n" : found.map(statusText).join("\n");
}
