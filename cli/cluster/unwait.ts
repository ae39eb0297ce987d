import { Command } from "commander";
import { didYouMean } from "../../model/suggest";
import { clusterOfProvider } from "../../report/preview";
import { changeStates } from "../states";

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
      const states = changeStates(stack, ({ resources = [], ...rest }: Deployment) => {
        const next = unwaited(resources, new Set(clusters));
        const deployment = next.count === 0 ? undefined : { ...rest, resources: next.resources };
        return { deployment, told: next };
      });
      const count = states.reduce((sum, one) => sum + one.count, 0);
      const known = new Set(states.flatMap((one) => one.resources.flatMap((resource) => clusterOf(resource) ?? [])));
      for (const name of clusters) if (!known.has(name)) process.stderr.write(`${unknownNote(name, known)}\n`);
      const told = `${count} ${count === 1 ? "object" : "objects"} in ${clusters.join(", ")} had not become ready`;
      if (count > 0) process.stdout.write(`${told}; they are not waited for any more.\n`);
      else process.stderr.write(`${told}; nothing was changed.\n`);
    });
}

interface Deployment {
  resources?: WaitedResource[];
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
  const isWaited = (resource: Resource) =>
    Boolean(resource.initErrors?.length) && clusters.has(clusterOf(resource) ?? "");
  return {
    resources: resources.map((one) => (isWaited(one) ? without(one) : one)),
    count: resources.filter(isWaited).length,
  };
}

/** The cluster that a resource is in; undefined when it is in none. */
function clusterOf({ provider }: WaitedResource): string | undefined {
  return clusterOfProvider(provider);
}

/** That nothing was delivered to a cluster, as it may have been meant. */
export function unknownNote(name: string, known: ReadonlySet<string>): string {
  const { hint } = didYouMean(name, known);
  return `note: the stack has delivered nothing to a cluster "${name}"${hint === undefined ? "" : `: ${hint}`}`;
}

function without<Resource extends WaitedResource>({ initErrors: _, ...resource }: Resource): Resource {
  return resource as Resource;
}
