import { shardStacks } from "./outputs";
import { pulumi, pulumiWithInput } from "./pulumi";

/** A state as `pulumi stack export` prints it, with its secrets encrypted; the rest of it stays as it is. */
interface Exported<Deployment> {
  deployment: Deployment;
}

/** What one state becomes, and what is told of that; the state undefined when it stays as it is. */
export interface Changed<Deployment, Told> {
  deployment?: Deployment | undefined;
  told: Told;
}

/**
 * Changes the state of a stack, or those of all stacks that the current one is split over.
 *
 * @param stack default: the current one
 * @param change is told whether the stack is one of several
 * @returns what was told of each state
 */
export function changeStates<Deployment, Told>(
  stack: string | undefined,
  change: (deployment: Deployment, isShard: boolean) => Changed<Deployment, Told>,
): Told[] {
  const shards = stack === undefined ? shardStacks() : [];
  const named = stack === undefined ? shards : [stack];
  const all = named.length === 0 ? [[]] : named.map((one) => ["--stack", one]);
  return all.map((where) => {
    const state = JSON.parse(pulumi("stack", "export", ...where)) as Exported<Deployment>;
    const { deployment, told } = change(state.deployment, shards.length > 0);
    if (deployment !== undefined)
      pulumiWithInput(JSON.stringify({ ...state, deployment }), "stack", "import", ...where);
    return told;
  });
}
