/** The commands that show, and deliver, what stacks are to have. */
export interface Delivering {
  up: string;
  preview: string;
  /** Delivers too, and looks for what a run has left that was cut off. */
  finds: string;
  /** Delivers too, and asks clusters first what they have. */
  refresh: string;
}

const ALONE: Delivering = {
  up: "npx pulumi up",
  preview: "npx pulumi preview",
  finds: "npx flotilla up",
  refresh: "npx pulumi up --refresh",
};
const FLEET_UP = "npx flotilla fleet up";
const SPLIT: Delivering = {
  up: FLEET_UP,
  preview: "npx flotilla fleet diff",
  finds: FLEET_UP,
  refresh: `${FLEET_UP} -- --refresh`,
};

/** What people are told to run, for one stack or for a fleet that several share. */
export function delivering(isSplit: boolean): Delivering {
  return isSplit ? SPLIT : ALONE;
}

/** The same, by the outputs of a stack, or of all that its fleet is split over. */
export function deliveringOf({ fleet }: { fleet?: { shards?: Record<string, string> } }): Delivering {
  return delivering(Object.keys(fleet?.shards ?? {}).length > 0);
}
