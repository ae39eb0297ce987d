import * as pulumi from "@pulumi/pulumi";

/**
 * An error about something the user can correct, shown as its message alone; at a resource, when there is one.
 *
 * It has no stack: Pulumi would format it with `util.inspect` even when it does not show it, and Node 20 takes from ten seconds to
 * minutes for a stack with the paths that the SDK's source maps give (`node_modules/@pulumi/resource.ts`).
 */
export function mistake(message: string, resource?: pulumi.Resource): Error {
  const error =
    resource === undefined ? new pulumi.RunError(message) : new pulumi.ResourceError(message, resource, true);
  error.stack = "";
  return error;
}
