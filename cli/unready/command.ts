import { Command, Option } from "commander";
import { ClusterReader } from "../../components/cluster-reader";
import { isObject } from "../../model/json";
import { withProgress } from "../../tools/progress";
import { json } from "../output";
import { undecrypted } from "../outputs";
import { onStack, pulumiMeanwhile } from "../pulumi";
import { type ExportedResource, isDecrypted, secretTexts, type UnreadyObject, unreadyIn } from "./state";
import { masked, troubleText } from "./tell";
import { type Trouble, troubleOf } from "./trouble";

/** How many objects are asked for, unless somebody wants all. */
const FIRST = 5;
/** How long a cluster may take to answer one request, in milliseconds. */
const ANSWER_WITHIN = 3_000;

interface UnreadyOptions {
  stack?: string;
  all?: true;
  output: "text" | "json";
}

/** `flotilla unready`: what keeps objects from becoming ready. Runs of `pulumi up` that fail end with it. */
export function unreadyCommand(): Command {
  return new Command("unready")
    .description(
      "Tell which objects the last `pulumi up` has left that had not become ready, and what their clusters last warned of about their pods. A `pulumi up` that fails tells it by itself.",
    )
    .option("-s, --stack <stack>", "another stack than the current one")
    .option("-a, --all", `all objects, not only the first ${FIRST}`)
    .addOption(new Option("-o, --output <format>", "how to print").choices(["text", "json"]).default("text"))
    .addHelpText("after", "\nExamples:\n  flotilla unready\n  flotilla unready --all")
    .action(async ({ stack, all, output }: UnreadyOptions) => {
      const { troubles, left } = await withProgress("asking the clusters", () => read(stack, all ? undefined : FIRST));
      process.stdout.write(
        output === "json" ? json(troubles) : [...troubles.map(troubleText), leftText(left, stack)].join(""),
      );
    });
}

function leftText(left: number, stack: string | undefined): string {
  const all = ["npx flotilla unready --all", ...onStack(stack)].join(" ");
  return left === 0 ? "" : `and ${left} more: ${all}\n`;
}

/** What keeps the first objects from becoming ready, and how many others there are. */
async function read(
  stack: string | undefined,
  first: number | undefined,
): Promise<{ troubles: Trouble[]; left: number }> {
  const stacks = await stacksWithUnready(stack);
  const resources = (await Promise.all(stacks.map((one) => exported(one, "--show-secrets")))).flat();
  if (!isDecrypted(resources)) throw undecrypted();
  const objects = unreadyIn(resources);
  if (objects.length === 0) process.stderr.write("The last run has left nothing that had not become ready.\n");
  const asked = objects.slice(0, first);
  const readers = new Map<string, ClusterReader>();
  const found = await Promise.all(asked.map((object) => ask(object, readers)));
  const troubles = found.filter((one) => one !== undefined);
  return { troubles: masked(troubles, secretTexts(resources)), left: objects.length - asked.length };
}

/** The stack, or all that its fleet is split over, where anything had not become ready. Asks for no secrets. */
async function stacksWithUnready(stack: string | undefined): Promise<(string | undefined)[]> {
  const own = await exported(stack);
  const shards = Object.values(shardsOf(own)).map(async (shard) => ({ stack: shard, own: await exported(shard) }));
  const all = [{ stack, own }, ...(await Promise.all(shards))];
  return all.flatMap((one) => (unreadyIn(one.own).length > 0 ? [one.stack] : []));
}

function shardsOf(resources: readonly ExportedResource[]): Record<string, string> {
  const fleet = resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs?.fleet;
  return isObject(fleet) && isObject(fleet.shards) ? (fleet.shards as Record<string, string>) : {};
}

async function exported(stack: string | undefined, ...more: string[]): Promise<ExportedResource[]> {
  const text = await pulumiMeanwhile("stack", "export", ...more, ...(stack === undefined ? [] : ["--stack", stack]));
  const { deployment } = JSON.parse(text) as { deployment?: { resources?: ExportedResource[] } };
  return deployment?.resources ?? [];
}

async function ask(
  { kubeconfig, ...object }: UnreadyObject,
  readers: Map<string, ClusterReader>,
): Promise<Trouble | undefined> {
  if (kubeconfig === undefined) {
    return { object, condition: "nobody knows why: its cluster has no kubeconfig", warned: [], more: 0 };
  }
  const reader = readers.get(kubeconfig) ?? new ClusterReader(kubeconfig, ANSWER_WITHIN);
  readers.set(kubeconfig, reader);
  return troubleOf(object, reader);
}
