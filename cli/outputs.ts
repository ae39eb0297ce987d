import type { ClusterOutput, DeliveryOutput, HeldOutput } from "../components/outputs";
import type { Inventory } from "../plan/inventory";
import { pulumi } from "./pulumi";

/** What the last successful `pulumi up` of the current stack left; everything is empty before the first. */
export interface Outputs {
  deliveries: DeliveryOutput[];
  held: HeldOutput[];
  clusters: ClusterOutput[];
  /** What was delivered, by Application as `<namespace>/<name>`. */
  inventory: Record<string, Inventory>;
}

/** Reads the outputs of the current stack. */
export function readOutputs(): Outputs {
  const outputs = JSON.parse(pulumi("stack", "output", "--json", "--show-secrets")) as Partial<Outputs>;
  return { deliveries: [], held: [], clusters: [], inventory: {}, ...outputs };
}
