import { InputError } from "../model/findings";
import type { Found, NotFound, ObjectReference } from "../workloads/references";
import { readObjects } from "./objects";

/** Where objects are read that the documents do not have. */
export interface Clusters {
  read(reference: ObjectReference): Promise<Found | NotFound>;
}

/** For planning without any cluster. */
export const NO_CLUSTERS: Clusters = {
  read: async () => ({
    problem: "is in none of the files, and flotilla plan reads no cluster",
    hint: "add the object to the files, or run pulumi preview",
  }),
};

/** Answers GET requests to a cluster's API; undefined when there is no such thing. */
export interface Api {
  get(path: string): Promise<unknown>;
}

/**
 * Reads from live clusters.
 *
 * @param connect connects to a cluster by its name. What it throws as an `InputError` says why it cannot be reached
 */
export function liveClusters(connect: (cluster: string) => Api | Promise<Api>): Clusters {
  const connected = new Map<string, Api | Promise<Api>>();
  return {
    async read(reference) {
      const { cluster } = reference;
      try {
        const api = connected.get(cluster) ?? connect(cluster);
        connected.set(cluster, api);
        return await readObjects(reference, await api);
      } catch (error) {
        return {
          problem: `is in none of the files, and cluster "${cluster}" cannot be asked: ${reasonOf(error)}`,
          hint: "add the object to the files, or see to it that the cluster answers",
          silent: true,
        };
      }
    },
  };
}

function reasonOf(error: unknown): string {
  if (error instanceof InputError) return error.findings.map(({ message }) => message).join("; ");
  return error instanceof Error ? error.message || error.name : "unknown reason";
}
