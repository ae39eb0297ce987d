import * as pulumi from "@pulumi/pulumi";

/** A value with what the engine says of it. */
export interface Known<T> {
  value: T;
  secret: boolean;
}

/** What an output is when it is there; undefined in a preview that does not know it yet. Rejects when its resource fails. */
export async function known<T>(output: pulumi.Output<T>): Promise<Known<T> | undefined> {
  // Part of every output since the first version of the SDK, but not of its typings.
  const inner = output as unknown as { isKnown: Promise<boolean>; promise(): Promise<T> };
  const value = await inner.promise();
  return (await inner.isKnown) ? { value, secret: await pulumi.isSecret(output) } : undefined;
}
