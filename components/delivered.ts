import * as pulumi from "@pulumi/pulumi";
import type { Inventory } from "../plan/inventory";
import type { Application } from "./application";
import { lastOutputs } from "./last-outputs";
import { inventories } from "./outputs";

/** The stack's output that {@link deliveredNow} is for, unless it is called otherwise. */
const OUTPUT = "delivered";

/**
 * What the stack delivered last, for `delivered` of `deliver()`: with it, what waits for an approval or is decided during `up` stays as
 * it is. Nothing in the stack's first run.
 *
 * @param output name of the stack's output that has what {@link deliveredNow} gives
 */
export async function deliveredBefore(output: string = OUTPUT): Promise<Record<string, Inventory>> {
  return inventories((await lastOutputs())[output]);
}

/** What is delivered now, for an output of the stack: there once all of it is, and secret only so that it is not printed. */
export function deliveredNow(applications: readonly Application[]): pulumi.Output<Record<string, Inventory>> {
  const entries = applications.map((application) => [application.applicationName, application.inventory] as const);
  return pulumi.secret(pulumi.all(Object.fromEntries(entries))) as pulumi.Output<Record<string, Inventory>>;
}
