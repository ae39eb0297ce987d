import { Command, Option } from "commander";
import { stringify } from "yaml";
import { findingsOf } from "../checks/run";
import type { AppDeployment } from "../model/app-deployment";
import type { Application, Documents } from "../model/application";
import type { ClusterRegistry } from "../model/cluster";
import { parseDocuments } from "../model/documents";
import { type Finding, InputError } from "../model/findings";
import { Notes } from "../model/notes";
import { readRegistry } from "../model/registry";
import { didYouMean } from "../model/suggest";
import { planAppDeployment } from "../plan/app-deployment/plan";
import { type PlanRow, planOutput, planRows } from "../plan/output";
import { planApplication } from "../plan/plan";
import { writtenBook } from "../plan/revisions/book";
import { isRevisionOnly } from "../plan/revisions/only";
import type { DeliveryPlan } from "../plan/types";
import { mermaid } from "../report/render/mermaid";
import { NO_CLUSTERS } from "../sources/clusters";
import { readReferences } from "../sources/read";
import { checksFrom } from "./checks";
import { columns } from "./columns";
import { loadTypes } from "./load-types";
import { json } from "./output";
import { readFiles } from "./read-files";
import { printWarnings } from "./report";

/** Where a plan comes from, as options of a command. */
export interface PlanSources {
  file: string[];
  clusters?: string;
  application?: string;
  types?: string;
  /** File that switches checks on. */
  checks?: string;
}

interface PlanOptions extends PlanSources {
  output: "json" | "yaml" | "table" | "mermaid";
}

/** `flotilla plan`: what every cluster would get, without any engine or cluster. */
export function planCommand(): Command {
  return addPlanOptions(
    new Command("plan").description(
      "Print what every step would deliver to every cluster. Needs no cluster and changes nothing.",
    ),
  )
    .option(
      "--checks <file>",
      "file that switches checks on: a stack's configuration, such as Pulumi.prod.yaml, or only what it says in flotilla:checks",
    )
    .addOption(
      new Option("-o, --output <format>", "how to print")
        .choices(["json", "yaml", "table", "mermaid"])
        .default("table"),
    )
    .addHelpText(
      "after",
      "\nExample:\n  flotilla plan --file app.yaml --clusters clusters.yaml --output yaml\n  flotilla plan --file app.yaml --clusters clusters.yaml --output mermaid",
    )
    .action(async (options: PlanOptions) => {
      const plan = await planFiles(options);
      printWarnings(plan.warnings);
      process.stdout.write(print(plan, options.output));
    });
}

/** Adds the options of {@link PlanSources} to a command. */
export function addPlanOptions(command: Command): Command {
  return command
    .requiredOption(
      "-f, --file <path>",
      "file or folder with Application, Policy and Workflow documents; repeatable",
      collect,
      [],
    )
    .option("-c, --clusters <file>", "file that lists the clusters; without it there is only `local`")
    .option("-a, --application <name>", "the Application to plan, when the files hold several")
    .option("-t, --types <file>", "TypeScript module with component, trait and step types of your own");
}

function collect(value: string, before: string[]): string[] {
  return [...before, value];
}

/** Plans the Application that the options choose, as far as that is possible without any cluster. */
export async function planFiles(options: PlanSources): Promise<DeliveryPlan> {
  const { documents, warnings } = parseDocuments(readFiles(options.file));
  const { registry, warnings: aboutClusters } = registryFrom(options.clusters);
  const { types, checks: own, warnings: aboutTypes } = loadTypes(options.types);
  const chosen = chooseApplication(documents, options);
  const checks = checksFrom(options.checks, { registry, own });
  const { references, warnings: aboutObjects } = await readReferences(documents, registry, types, NO_CLUSTERS);
  printWarnings([...aboutClusters, ...aboutTypes, ...aboutObjects]);
  const planning = { types, references };
  const plan =
    "spec" in chosen
      ? planAppDeployment(chosen, writtenBook(documents), registry, planning)
      : planApplication(chosen, documents, registry, planning);
  const notes = new Notes(findingsOf({ ...documents, planned: [{ plan }] }, checks));
  notes.throwErrors();
  return { ...plan, warnings: [...warnings, ...plan.warnings, ...notes.findings] };
}

function registryFrom(file: string | undefined): { registry: ClusterRegistry; warnings: Finding[] } {
  const [text] = file === undefined ? [{ file: "", text: "clusters: []" }] : readFiles([file]);
  return readRegistry(text ?? { file: file ?? "", text: "" });
}

/** An Application or an AppDeployment; without a name, Applications that are kept as revisions only are not meant. */
function chooseApplication(documents: Documents, { application, file }: PlanSources): Application | AppDeployment {
  const { appDeployments } = documents;
  const isMeant = (one: Application) =>
    application !== undefined || appDeployments.length === 0 || !isRevisionOnly(one);
  const applications = [...documents.applications.filter(isMeant), ...appDeployments];
  const names = applications.map(({ name }) => name);
  const chosen = application === undefined ? applications : applications.filter(({ name }) => name === application);
  const [first, second] = chosen;
  if (first !== undefined && second === undefined) return first;
  const problem =
    applications.length === 0
      ? { message: "there is no Application document", hint: "give a file that has one with --file" }
      : first === undefined
        ? { message: `there is no Application "${application}"`, ...didYouMean(application ?? "", names) }
        : {
            message: `there are ${chosen.length} Applications: ${names.join(", ")}`,
            hint: "choose one with --application",
          };
  throw new InputError([{ severity: "error", code: "unsupported-document", file: file.join(", "), ...problem }]);
}

function print(plan: DeliveryPlan, format: PlanOptions["output"]): string {
  if (format === "json") return json(planOutput(plan));
  if (format === "yaml")
    return stringify(planOutput(plan), { version: "1.1", compat: "core", aliasDuplicateObjects: false });
  if (format === "mermaid") return mermaid(plan);
  return table(planRows(plan));
}

/** The wave has a column only where there are waves. */
function table(rows: readonly PlanRow[]): string {
  const waved = rows.some(({ wave }) => wave !== undefined);
  const lines = rows.map(({ step, wave, cluster, namespace, objects }) => [
    step,
    ...(waved ? [String(wave ?? "-")] : []),
    ...[cluster || "-", namespace || "-", objects.join(", ") || "-"],
  ]);
  return columns([["STEP", ...(waved ? ["WAVE"] : []), "CLUSTER", "NAMESPACE", "OBJECTS"], ...lines]);
}
