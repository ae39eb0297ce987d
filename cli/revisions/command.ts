import { Command, Option } from "commander";
import { masked, revisionObject } from "../../plan/revisions/object";
import { documentText } from "../../plan/revisions/pack";
import { columns } from "../columns";
import { deliveringOf } from "../delivering";
import { json, outputOption } from "../output";
import { readOutputs } from "../outputs";
import { chooseHistory, chooseRevision } from "./history";
import { pin, readPins, unpin } from "./pins";
import { type RevisionRow, revisionRows, revisionTable } from "./rows";

/** `flotilla revisions`: the versions of an Application that the stack keeps, and the way back to them. */
export function revisionsCommand(): Command {
  return new Command("revisions")
    .description("Look at the revisions of an Application that the current stack keeps, and go back to them.")
    .addHelpText("after", "\nExamples:\n  flotilla revisions shop\n  flotilla revisions restore shop v2")
    .addCommand(listCommand(), { isDefault: true })
    .addCommand(showCommand())
    .addCommand(restoreCommand())
    .addCommand(unpinCommand());
}

function listCommand(): Command {
  return new Command("list")
    .description("List the revisions, newest first. `flotilla revisions [application]` does the same.")
    .argument("[application]", "name, or <namespace>/<name>; without it, all")
    .addOption(outputOption())
    .addHelpText("after", "\nExample:\n  flotilla revisions list shop")
    .action((application: string | undefined, { output }: { output: string }) => {
      const histories = readOutputs().revisions;
      const chosen = application === undefined ? Object.entries(histories) : [chooseHistory(histories, application)];
      const pins = readPins();
      const rows = chosen.flatMap(([name, history]) => revisionRows(name, history, pins[name]));
      process.stdout.write(output === "json" ? json(rows) : tableText(rows));
    });
}

function tableText(rows: readonly RevisionRow[]): string {
  return rows.length === 0 ? "No revision is kept yet: the first delivery makes one.\n" : columns(revisionTable(rows));
}

function showCommand(): Command {
  return new Command("show")
    .description("Print a revision as an ApplicationRevision. Data of Secrets is masked.")
    .argument("<application>", "name, or <namespace>/<name>")
    .argument("<revision>", "its name, such as shop-v3, or v3")
    .addOption(new Option("-o, --output <format>", "how to print").choices(["yaml", "json"]).default("yaml"))
    .option("--show-secrets", "print the data of Secrets too")
    .addHelpText("after", "\nExample:\n  flotilla revisions show shop v2")
    .action((application: string, written: string, { output, showSecrets }: ShowOptions) => {
      const [name, history] = chooseHistory(readOutputs().revisions, application);
      const object = revisionObject(chooseRevision(history, name, written));
      const shown = showSecrets ? object : masked(object);
      process.stdout.write(output === "json" ? json(shown) : documentText([shown]));
    });
}

interface ShowOptions {
  output: "yaml" | "json";
  showSecrets?: true;
}

function restoreCommand(): Command {
  return new Command("restore")
    .description("Pin an Application to a revision, in the stack's configuration. The next `pulumi up` delivers it.")
    .argument("<application>", "name, or <namespace>/<name>")
    .argument("<revision>", "its name, such as shop-v3, or v3")
    .addHelpText("after", "\nExample:\n  flotilla revisions restore shop v2 && npx pulumi preview")
    .action((application: string, written: string) => {
      const outputs = readOutputs();
      const [name, history] = chooseHistory(outputs.revisions, application);
      process.stdout.write(pin(name, history, chooseRevision(history, name, written), deliveringOf(outputs)));
    });
}

function unpinCommand(): Command {
  return new Command("unpin")
    .description("Let an Application follow its files again. The next `pulumi up` delivers what they say.")
    .argument("<application>", "name, or <namespace>/<name>")
    .addHelpText("after", "\nExample:\n  flotilla revisions unpin shop && npx pulumi preview")
    .action((application: string) => {
      const outputs = readOutputs();
      const [name] = chooseHistory(outputs.revisions, application);
      unpin(name);
      const { preview } = deliveringOf(outputs);
      process.stdout.write(`${name} follows its files again. See what changes with: ${preview}\n`);
    });
}
