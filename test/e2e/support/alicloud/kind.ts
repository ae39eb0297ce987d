import type { Cloud, Item } from "./cloud";
import type { Properties } from "./values";

/**
 * What a change of a property leads to: an update, a replacement (which Terraform calls ForceNew), or nothing, because it counts
 * only when the resource is created.
 */
export type Change = "update" | "replace" | "createOnly";

/** What a call may use. */
export interface Call {
  cloud: Cloud;
  region: string;
}

/** What is wrong with one property. */
export interface Failure {
  property: string;
  reason: string;
}

/** One resource type of the provider, as far as flotilla uses it. Every call may throw an `ApiError`. */
export interface Kind {
  /** Such as `alicloud:vpc/network:Network`. */
  type: string;
  /** How ids of it begin. */
  prefix: string;
  /** The properties that it takes; others are refused. */
  properties: Readonly<Record<string, Change>>;
  required: readonly string[];
  /** The property that the provider makes a name for when there is none. */
  name: string;
  /** The properties that only the cloud knows. */
  outputs: readonly string[];
  /** What the provider finds wrong without asking the cloud. Something may be unknown. */
  check?(inputs: Properties): Failure[];
  /** Does what there is to do before an item is there, and returns its outputs. */
  create(call: Call, id: string, inputs: Properties): Promise<Properties> | Properties;
  /** Does what there is to do when an item is there, and returns when it is complete. */
  complete?(call: Call, item: Item): Promise<void>;
  update?(call: Call, item: Item, news: Properties): Promise<void>;
  /** Does what there is to do before the item goes. */
  delete(call: Call, item: Item): Promise<void> | void;
}
