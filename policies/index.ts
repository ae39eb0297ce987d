import type { z } from "zod";
import { applyOnce } from "./apply-once";
import { envBinding } from "./env-binding";
import { garbageCollect } from "./garbage-collect";
import { override } from "./override";
import { readOnly } from "./read-only";
import { replication } from "./replication";
import { sharedResource } from "./shared-resource";
import { takeOver } from "./take-over";
import { topology } from "./topology";
import type { PolicyType } from "./types";

/** Every policy type that is understood. */
export const POLICIES = {
  topology,
  override,
  replication,
  "env-binding": envBinding,
  "garbage-collect": garbageCollect,
  "apply-once": applyOnce,
  "take-over": takeOver,
  "read-only": readOnly,
  "shared-resource": sharedResource,
} as const;

/** Name of a policy type. */
export type PolicyName = keyof typeof POLICIES;

/** Properties of a policy type, after defaults. */
export type PolicySpec<T extends PolicyName> = z.infer<(typeof POLICIES)[T]["schema"]>;

/** Every policy type that is understood, by name. */
export const POLICY_TYPES: ReadonlyMap<string, PolicyType> = new Map(Object.entries(POLICIES));
