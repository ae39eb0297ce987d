import * as pulumi from "@pulumi/pulumi";
import { parseSettings, type Settings } from "./settings";

/** The settings of the stack that is running. Secrets are read without Pulumi's warnings about them. */
export function readSettings(): Settings {
  return parseSettings(pulumi.runtime.allConfig());
}
