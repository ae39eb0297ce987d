import { Command } from "commander";
import { clusterOfProvider } from "../../report/preview";
import { shardStacks } from "../outputs";
import { pulumi, pulumiWithInput } from "../pulumi";

/** `flotilla cluster unwait`. */
export function unwaitCommand(): Command {
  return new Command("unwait")
    .description(
      "Let runs wait no more for what had not become ready in clusters that do not answer. Changes the state only. A `pulumi up` that skips clusters does it by itself.",
    )
    .argument("<clusters...>", "the clusters")
    .option("-s, --stack <stack>", "another stack than the current one")
    .addHelpText("after", "\nExample:\n  flotilla cluster unwait us-west-1 && npx pulumi up")
    .action((clusters: string[], { stack }: { stack?: string }) => {
      const stacks = stack === undefined ? shardStacks() : [stack];
      const states = stacks.length === 0 ? [[]] : stacks.map((one) => ["--stack", one]);
      const count = states.reduce((sum, where) => sum + unwaitIn(new Set(clusters), where), 0);
      const told = `${count} ${count === 1 ? "object" : "objects"} in ${clusters.join(", ")} had not become ready`;
      if (count > 0) process.stdout.write(`${told}; they are not waited for any more.\n`);
      else process.stderr.write(`${told}; nothing was changed.\n`);
    });
}

/** A resource as far as it matters here; everything else of it stays as it is. */
export interface WaitedResource {
  provider?: string;
  initErrors?: readonly string[] | null;
}

/** The resources of a state, of which none in some clusters is waited for any more, and how many were. */
export function unwaited<Resource extends WaitedResource>(
  resources: readonly Resource[],
  clusters: ReadonlySet<string>,
): { resources: Resource[]; count: number } {
  const isWaited = ({ provider, initErrors }: Resource) =>
    Boolean(initErrors?.length) && clusters.has(clusterOfProvider(provider) ?? "");
  return {
    resources: resources.map((one) => (isWaited(one) ? without(one) : one)),
    count: resources.filter(isWaited).length,
  };
}

function without<Resource extends WaitedResource>({ initErrors: _, ...resource }: Resource): Resource {
  return resource as Resource;
}

/** @param where arguments that name a stack; none for the current one */
function unwaitIn(clusters: ReadonlySet<string>, where: readonly string[]): number {
  const state = JSON.parse(pulumi("stack", "export", ...where)) as { deployment: { resources?: WaitedResource[] } };
  const { resources, count } = unwaited(state.deployment.resources ?? [], clusters);
  const next = { ...state, deployment: { ...state.deployment, resources } };
  if (count > 0) pulumiWithInput(JSON.stringify(next), "stack", "import", ...where);
  return count;
}
