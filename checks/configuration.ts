import { z } from "zod";
import type { ClusterRegistry } from "../model/cluster";
import type { Finding, Path } from "../model/findings";
import { isObject, type Json } from "../model/json";
import { childOrigin, Notes } from "../model/notes";
import { PlainSource } from "../model/plain-source";
import { labelsSchema } from "../model/schema";
import type { Origin, SourceDocument } from "../model/source";
import { didYouMean } from "../model/suggest";
import { checkValue } from "../model/validate";
import { formatLabels, hasLabels } from "../policies/topology";
import { type Exception, exceptionSchema } from "./exceptions";
import { CHECKS } from "./index";
import type { CheckType } from "./types";

/** The key of the stack's configuration that switches checks on. */
const CONFIG_KEY = "flotilla:checks";

/** What can be said beside the checks. */
const common = {
  production: labelsSchema.default({ environment: "production" }),
  annotations: z.boolean().default(true),
  exceptions: z.array(exceptionSchema).default([]),
};

/** Names that no check can have. */
export const RESERVED_NAMES: ReadonlySet<string> = new Set(Object.keys(common));

/** What a check is: off, a warning, or an error that changes nothing. */
const level = z.enum(["off", "advisory", "mandatory"]);

/** A check that is switched on. */
export interface ActiveCheck {
  type: CheckType;
  level: "advisory" | "mandatory";
  /** As the check's own schemas have them. */
  parameters: Record<string, unknown>;
  /** Names of the clusters that it is about. */
  clusters: ReadonlySet<string>;
}

/** What is checked, in which clusters, and what is let through. */
export interface Checks {
  active: ActiveCheck[];
  exceptions: Exception[];
  /** Whether annotations make exceptions too. */
  annotations: boolean;
  warnings: Finding[];
}

/** What checks are chosen from. */
export interface CheckChoice {
  registry: ClusterRegistry;
  /** Checks beside the built-in ones. Default: none. */
  own?: readonly CheckType[];
}

/**
 * Reads `flotilla:checks` of a stack's configuration. Undefined switches nothing on.
 *
 * @throws InputError with everything that is wrong
 */
export function stackChecks(raw: Json | undefined, choice: CheckChoice): Checks {
  const notes = new Notes();
  const origin = { source: new PlainSource(CONFIG_KEY, raw ?? {}), path: [] };
  const checks = build(raw ?? {}, origin, choice, notes);
  return finish(checks, new Notes(notes.findings.map(inConfiguration)));
}

/**
 * Reads the same from a file: either what stands under `flotilla:checks`, or a whole `Pulumi.<stack>.yaml`.
 *
 * @throws InputError with everything that is wrong
 */
export function fileChecks(source: SourceDocument, choice: CheckChoice): Checks {
  const { value } = source;
  const config = isObject(value) && isObject(value.config) ? value.config : undefined;
  const path: Path = config === undefined ? [] : ["config", CONFIG_KEY];
  const notes = new Notes();
  return finish(
    build(config === undefined ? value : (config[CONFIG_KEY] ?? {}), { source, path }, choice, notes),
    notes,
  );
}

function finish(checks: Omit<Checks, "warnings">, notes: Notes): Checks {
  notes.throwErrors();
  return { ...checks, warnings: notes.findings };
}

function build(raw: Json, origin: Origin, { registry, own = [] }: CheckChoice, notes: Notes): Omit<Checks, "warnings"> {
  const types = [...CHECKS, ...own];
  const schema = z.strictObject({
    ...common,
    ...Object.fromEntries(types.map((type) => [type.name, entrySchema(type)])),
  });
  const { value, findings } = checkValue(schema, withoutOff(raw, types), [origin]);
  notes.addAll(findings);
  if (value === undefined) return { active: [], exceptions: [], annotations: true };
  const { production, annotations, exceptions, ...rest } = value;
  const entries = rest as Record<string, Entry>;
  checkExceptions(exceptions, types, childOrigin(origin, "exceptions"), notes);
  const active = types.flatMap((type): ActiveCheck[] => {
    const entry = entries[type.name];
    if (entry === undefined || entry.level === "off") return [];
    const { level, clusterLabelSelector = type.onlyProduction ? production : {}, ...parameters } = entry;
    const clusters = registry.clusters.filter((cluster) => hasLabels(cluster, clusterLabelSelector));
    if (clusters.length === 0) {
      const message = `check ${type.name} looks at nothing, because no cluster has the labels ${formatLabels(clusterLabelSelector)}`;
      const hint = "label a cluster, or correct production or clusterLabelSelector";
      notes.warning(origin, [type.name], "no-cluster-matches", message, hint);
    }
    return [{ type, level, parameters, clusters: new Set(clusters.map(({ name }) => name)) }];
  });
  return { active, exceptions, annotations };
}

type Entry = z.infer<ReturnType<typeof entrySchema>>;

function entrySchema(type: CheckType) {
  const { parameters } = type;
  return z.strictObject({ level, clusterLabelSelector: labelsSchema.optional(), ...parameters }).optional();
}

/** Entries in their long form, without those that are off: these need say nothing. YAML reads a plain `off` as false. */
function withoutOff(raw: Json, types: readonly CheckType[]): Json {
  if (!isObject(raw)) return raw;
  const names = new Set(types.map(({ name }) => name));
  const entries = Object.entries(raw).flatMap(([name, entry]): [string, Json][] => {
    if (!names.has(name)) return [[name, entry]];
    const long = isObject(entry) ? entry : { level: entry };
    return long.level === false || long.level === "off" ? [] : [[name, long]];
  });
  return Object.fromEntries(entries);
}

function checkExceptions(
  exceptions: readonly Exception[],
  types: readonly CheckType[],
  list: Origin,
  notes: Notes,
): void {
  const names = types.map(({ name }) => name);
  exceptions.forEach(({ check }, index) => {
    if (names.includes(check)) return;
    const { hint = `there are: ${names.join(", ")}` } = didYouMean(check, names);
    notes.error(list, [index, "check"], "invalid-value", `there is no check ${JSON.stringify(check)}`, hint);
  });
}

/** Names the place as people write it in commands: `flotilla:checks.replicas.minimum`. */
function inConfiguration({ file: _, path = "", ...finding }: Finding): Finding {
  return { ...finding, path: path === "" ? CONFIG_KEY : `${CONFIG_KEY}.${path}` };
}
