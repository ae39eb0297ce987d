import type { Documents } from "../../model/application";
import { withoutForgotten } from "../../model/cluster-identity";
import type { Finding } from "../../model/findings";
import { placementsIn } from "../../ocm/placements";
import type { Inventory } from "../../plan/inventory";
import type { Part } from "../../plan/shards/part";
import type { Skip } from "../../plan/skip";
import type { PullOptions } from "../../plan/works/works";
import { Answers } from "../answers";
import type { Fleet } from "../fleet";
import { askHub, type Hub, pullOptions, registryWith } from "../ocm/hub";
import { inventories } from "../outputs";
import type { Settings } from "../settings";
import { Skipping } from "../skipping";
import { completeSources } from "../sources";
import { thisStack } from "../this-stack";
import type { Input } from "./input";

/** What a run delivers, and the clusters that it can deliver to. */
export interface Target {
  /** With what clusters hold of the documents that files refer to. */
  documents: Documents;
  /** With the clusters that documents describe. */
  given: Settings;
  /** With the clusters that the hub has, or has chosen, too. */
  settings: Settings;
  /** Without what is not asked for in clusters that do not answer. */
  fleet: Fleet;
  hub: Hub | undefined;
  pull: PullOptions;
  answers: Answers;
  skipping: Skipping;
  /** The clusters that are left as they are. */
  skip: Skip;
  /** How far this run goes, when it is one of several. */
  part: Part | undefined;
  /** What the last run that succeeded has delivered, by Application. */
  delivered: Readonly<Record<string, Inventory>>;
  warnings: readonly Finding[];
}

/**
 * Finds the clusters, and asks those that may be skipped whether they answer.
 *
 * @throws InputError with everything that is wrong
 */
export async function findTarget({ configured, files, state, shard }: Input): Promise<Target> {
  const { before } = shard;
  const { settings: given, fleet: all, ...sources } = await completeSources(files, configured, before);
  const hub = await askHub(given, all, placementsIn(sources.documents));
  const choice = registryWith(given, hub);
  const settings = { ...given, registry: choice.registry };
  const pull = pullOptions(settings, settings.registry, thisStack());
  const delivered = withoutForgotten(inventories(before.inventory), before.identities);
  const answers = new Answers(all);
  const pushing = shard.own(settings.credentials).filter(({ cluster }) => !pull.clusters.has(cluster));
  const skipping = await Skipping.of({ ...settings, credentials: pushing }, answers, state, delivered);
  const skip = shard.skip(skipping.skip, settings.credentials);
  const part = await shard.part(delivered, state, settings.credentials, skipping.skip);
  const fleet = all.keeping(skip.clusters, skipping.namespaces);
  const warnings = [...choice.warnings, ...sources.warnings];
  const { documents } = sources;
  return { documents, given, settings, fleet, hub, pull, answers, skipping, skip, part, delivered, warnings };
}
