import { getClusters } from "@pulumi/alicloud/cs/getClusters";
import type { InvokeOptions } from "@pulumi/pulumi";

/**
 * Makes sure that a cluster that is joined by its id is there and can be used.
 *
 * @throws Error when it is not
 */
export async function checkJoined(id: string, region: string, opts: InvokeOptions): Promise<void> {
  const { clusters } = await getClusters({ ids: [id] }, opts);
  const found = clusters.find(({ clusterId }) => clusterId === id);
  if (found === undefined) throw new Error(`there is no cluster ${id} in ${region}, or the account may not see it`);
  if (UNUSABLE.has(found.state)) throw new Error(`cluster ${id} cannot be used: it is ${found.state}`);
}

/** States in which a cluster answers nobody. */
const UNUSABLE: ReadonlySet<string> = new Set(["initial", "failed", "deleting", "delete_failed", "deleted"]);
