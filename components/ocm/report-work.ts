import * as pulumi from "@pulumi/pulumi";
import { joiningOf } from "../../ocm/managed-cluster";
import { CLUSTER_API } from "../../ocm/names";
import { workStatus } from "../../ocm/work-status";
import type { WorkNode } from "../../plan/graph-types";
import { WORK_API } from "../../plan/works/manifest-work";
import type { HubApi } from "./join";

/** How often the hub is asked about what is not healthy yet, in milliseconds. */
const PAUSE = 3_000;
/** The least time between two questions about anything, in milliseconds: a thousand clusters must not cost a hub more than a hundred. */
const PAUSE_PER_WORK = 30;
/** For how many questions the agents may be silent before somebody asks whether they are there. */
const PATIENCE = 3;

/** How many works have begun and are not healthy yet. */
let watched = 0;

/** How long to wait before somebody asks again about one of so many works, in milliseconds. */
export function pauseFor(works: number): number {
  return Math.max(PAUSE, PAUSE_PER_WORK * works);
}

/**
 * Tells, while a cluster pulls something, what its agents have against it, or that they do not answer: the provider that waits knows
 * only that it is not there yet. Each thing is told once. Keeps no run alive.
 *
 * @param earlier what it waits for: nobody asks about it before
 */
export function reportWork(
  hub: Pick<HubApi, "get">,
  node: WorkNode,
  resource: pulumi.Resource,
  earlier: readonly pulumi.Resource[],
): void {
  pulumi.all(earlier.map(({ urn }) => urn)).apply(() => watch(hub, node, resource));
}

function watch(hub: Pick<HubApi, "get">, node: WorkNode, resource: pulumi.Resource): void {
  const { namespace, name } = node.work.metadata ?? {};
  watched += 1;
  const told = new Set<string>();
  let isDone = false;
  let silent = 0;
  resource.urn.apply(() => {
    isDone = true;
    watched -= 1;
  });
  const tell = (message: string) => {
    if (told.has(message) || isDone) return;
    told.add(message);
    void pulumi.log.warn(message);
  };
  const look = async () => {
    const work = await hub.get(`/apis/${WORK_API}/namespaces/${namespace}/manifestworks/${name}`);
    if (work === undefined) return;
    const { seen, problems } = workStatus(work);
    for (const problem of problems) tell(`cluster "${node.cluster}" cannot apply ${problem}`);
    silent = seen ? 0 : silent + 1;
    if (silent < PATIENCE) return;
    const { available, message } = joiningOf(await hub.get(`/apis/${CLUSTER_API}/managedclusters/${namespace}`));
    if (available !== "True") tell(`cluster "${node.cluster}" does not answer: ${message}`);
  };
  const again = () => {
    const timer = setTimeout(() => {
      if (isDone) return;
      look()
        .catch(() => undefined)
        .finally(again);
    }, pauseFor(watched));
    timer.unref();
  };
  again();
}
