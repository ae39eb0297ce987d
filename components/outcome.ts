import * as pulumi from "@pulumi/pulumi";

/** Properties of a resource, with one that no provider ever gives: whether it is known tells how the resource ended. */
export const OUTCOME = { flotillaOutcome: undefined } as const;

/**
 * Whether a resource with {@link OUTCOME} among its properties, or a marker, is there and healthy. False when it failed or was not
 * tried, because what it depends on failed; undefined when nobody will ever know, because the engine is going down. Only in `up`: a
 * preview knows nothing of it.
 */
export async function isDone(resource: pulumi.Resource): Promise<boolean | undefined> {
  const output = resource instanceof pulumi.Stash ? resource.output : outcomeOf(resource);
  const inner = output as unknown as { isKnown: Promise<boolean>; promise(): Promise<unknown> };
  try {
    await inner.promise();
    return await inner.isKnown;
  } catch {
    return undefined;
  }
}

function outcomeOf(resource: pulumi.Resource): pulumi.Output<unknown> {
  return (resource as unknown as { flotillaOutcome: pulumi.Output<unknown> }).flotillaOutcome;
}
