import { envBinding } from "./env-binding";
import { override } from "./override";
import { replication } from "./replication";
import { topology } from "./topology";
import type { PolicyType } from "./types";

/** Every policy type that is understood, by name. */
export const POLICY_TYPES: ReadonlyMap<string, PolicyType> = new Map(
  [topology, override, replication, envBinding].map((type): [string, PolicyType] => [type.name, type]),
);
