import * as pulumi from "@pulumi/pulumi";

/**
 * Stops the debug messages of Pulumi's SDK. They quote every answer of the engine with its secrets in clear, and go to places that
 * show them to people who did not ask: `pulumi up --json` and event logs. Those of the engine and of providers are not affected.
 */
export function dropDebugMessages(): void {
  Object.assign(pulumi.log, { debug: () => Promise.resolve() });
}
