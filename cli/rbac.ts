import { Command, InvalidArgumentError, Option } from "commander";
import { stringify } from "yaml";
import { InputError } from "../model/findings";
import { didYouMean } from "../model/suggest";
import { type Access, accessFor, type Subject } from "../rbac/access";
import { chartWarnings } from "../rbac/charts";
import { json } from "./output";
import { addPlanOptions, type PlanSources, planFiles } from "./plan";
import { printWarnings } from "./report";

interface RbacOptions extends PlanSources {
  cluster?: string;
  subject: Subject;
  executor?: true;
  output: "yaml" | "json";
}

/** `flotilla rbac`: the smallest rights for the credentials that deliver one Application. */
export function rbacCommand(): Command {
  return addPlanOptions(
    new Command("rbac").description(
      "Print the roles that credentials need in each cluster to deliver one Application, and nothing more. Needs no cluster and changes nothing.",
    ),
  )
    .option("--cluster <name>", "only what this cluster needs")
    .addOption(
      new Option(
        "-s, --subject <subject>",
        "who gets the rights: serviceaccount:<namespace>:<name>, user:<name> or group:<name>",
      )
        .argParser(parseSubject)
        .default(
          { kind: "ServiceAccount", namespace: "flotilla", name: "flotilla" },
          "serviceaccount:flotilla:flotilla",
        ),
    )
    .option("--executor", "what OCM's work agent wants of its executor in clusters that pull, see flotilla:executor")
    .addOption(new Option("-o, --output <format>", "how to print").choices(["yaml", "json"]).default("yaml"))
    .addHelpText(
      "after",
      "\nExamples:\n  flotilla rbac --file app.yaml --clusters clusters.yaml --cluster beijing-1 | kubectl apply -f -\n  flotilla rbac --file app.yaml --clusters clusters.yaml --subject user:pipeline",
    )
    .action(async (options: RbacOptions) => {
      const plan = await planFiles(options);
      printWarnings([...plan.warnings, ...chartWarnings(plan)]);
      const all = accessFor(plan, options.subject, options.executor ? "executor" : "flotilla");
      const { cluster } = options;
      const chosen = cluster === undefined ? all : accessIn(cluster, all);
      process.stdout.write(options.output === "json" ? json(chosen) : chosen.map(yaml).join(""));
    });
}

/**
 * What is needed in one cluster.
 *
 * @throws InputError when that is nothing
 */
export function accessIn(cluster: string, all: readonly Access[]): Access[] {
  const chosen = all.filter(({ clusters }) => clusters.includes(cluster));
  if (chosen.length > 0) return chosen;
  const others = all.flatMap(({ clusters }) => clusters);
  const message = `nothing is delivered to a cluster "${cluster}"`;
  throw new InputError([{ severity: "error", code: "unknown-cluster", message, ...didYouMean(cluster, others) }]);
}

function parseSubject(text: string): Subject {
  const [kind, first = "", second = ""] = text.split(":");
  if (kind === "serviceaccount" && first !== "" && second !== "") {
    return { kind: "ServiceAccount", namespace: first, name: second };
  }
  const name = text.slice(text.indexOf(":") + 1);
  if (kind === "user" && name !== "") return { kind: "User", name };
  if (kind === "group" && name !== "") return { kind: "Group", name };
  throw new InvalidArgumentError("It must be serviceaccount:<namespace>:<name>, user:<name> or group:<name>.");
}

function yaml({ clusters, objects }: Access): string {
  const text = objects.map((object) => `---\n${stringify(object, { aliasDuplicateObjects: false })}`).join("");
  return `# ${clusters.join(", ")}\n${text}`;
}
