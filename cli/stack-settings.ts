import { parseSettings, type Settings } from "../components/settings";
import type { Json } from "../model/json";
import { pulumiMeanwhile } from "./pulumi";

/**
 * The settings of the current stack, as the program reads them, and its whole configuration as text, with secrets.
 *
 * @throws InputError with everything that is wrong with them
 */
export async function readStackSettings(): Promise<{ settings: Settings; configuration: string }> {
  const configuration = await pulumiMeanwhile("config", "--json", "--show-secrets");
  const all = Object.entries(JSON.parse(configuration) as Record<string, ConfigValue>);
  const settings = parseSettings(Object.fromEntries(all.map(([key, value]) => [key, textOf(value)])));
  return { settings, configuration };
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
