import { parseSettings, type Settings } from "../components/settings";
import type { Json } from "../model/json";
import { pulumiMeanwhile } from "./pulumi";

/**
 * The settings of the current stack, as the program reads them.
 *
 * @throws InputError with everything that is wrong with them
 */
export async function readStackSettings(): Promise<Settings> {
  const all = JSON.parse(await pulumiMeanwhile("config", "--json", "--show-secrets")) as Record<string, ConfigValue>;
  return parseSettings(Object.fromEntries(Object.entries(all).map(([key, value]) => [key, textOf(value)])));
}

/** A value as `pulumi config --json` prints it. */
interface ConfigValue {
  value?: string;
  objectValue?: Json;
}

/** Lists and objects are JSON for the program. */
function textOf({ value, objectValue }: ConfigValue): string {
  return objectValue === undefined ? (value ?? "") : JSON.stringify(objectValue);
}
