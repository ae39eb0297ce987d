import type { Application, ExternalPolicy, Policy } from "../model/application";
import type { Finding, Path } from "../model/findings";
import { findingAt, type Origin } from "../model/source";
import { didYouMean } from "../model/suggest";
import { checkProperties } from "../model/validate";
import { POLICIES, POLICY_TYPES, type PolicyName, type PolicySpec } from "../policies";
import type { PolicyType, Problem } from "../policies/types";
import type { HandlingRules } from "./handling";

/** A policy whose properties are known to be right. */
export type CheckedPolicy = { [T in PolicyName]: { policy: Policy; type: T; spec: PolicySpec<T> } }[PolicyName];

/** Types that mean nothing without properties. */
export const NEED_PROPERTIES: readonly string[] = [
  POLICIES.topology.name,
  POLICIES.override.name,
  POLICIES["env-binding"].name,
];

/** Types that steps refer to by name; the others are about all objects of the Application. */
const USED_BY_STEPS: readonly string[] = [...NEED_PROPERTIES, POLICIES.replication.name];

/**
 * The policies an Application can use: its own, checked all at once, and external ones of its namespace, checked when
 * a step asks for them. Own ones win; of two with one name the last one counts.
 */
export class PolicySet {
  readonly #own: ReadonlyMap<string, CheckedPolicy | undefined>;
  readonly #external: ReadonlyMap<string, ExternalPolicy>;
  readonly #used = new Set<string>();

  constructor(
    private readonly application: Application,
    private readonly allExternal: readonly ExternalPolicy[],
    private readonly findings: Finding[],
  ) {
    this.#own = new Map(application.policies.map((policy) => [policy.name, this.#check(policy)]));
    const near = allExternal.filter((policy) => policy.namespace === application.namespace);
    this.#external = new Map(near.map((policy) => [policy.name, policy]));
  }

  /** The Application's own policies of one type, in document order. */
  own<T extends CheckedPolicy["type"]>(type: T): Extract<CheckedPolicy, { type: T }>[] {
    const checked = this.application.policies.map((policy) => this.#own.get(policy.name));
    return [...new Set(checked)].filter((p): p is Extract<CheckedPolicy, { type: T }> => p?.type === type);
  }

  /**
   * The policy that a step, written at `user`, means by `name` at `path`; a finding when there is none. Steps in a group
   * see no external policies, as in KubeVela.
   */
  use(name: string, user: Origin, path: Path, inGroup: boolean): CheckedPolicy | undefined {
    this.#used.add(name);
    if (this.#own.has(name)) return this.#own.get(name);
    const external = this.#external.get(name);
    if (external !== undefined && !inGroup) return this.#check(external);
    const problem = external === undefined ? this.#unknown(name) : hiddenInGroup(name);
    this.findings.push(findingAt([user], path, { severity: "error", code: "unknown-policy", ...problem }));
    return undefined;
  }

  /** What the policies say about all objects, whichever step delivers them. Findings for what cannot be done. */
  handling(): HandlingRules {
    const selectors = (type: "take-over" | "read-only" | "shared-resource") =>
      this.own(type).flatMap(({ spec }) => spec.rules.map((rule) => rule.selector));
    const garbage = this.own("garbage-collect");
    for (const used of garbage) this.findings.push(...unsupportedGarbageCollection(used));
    return {
      garbageCollect: garbage.flatMap(({ spec }) => spec.rules),
      applyOnce: this.own("apply-once").flatMap(({ spec }) => (spec.enable ? spec.rules : [])),
      takeOver: selectors("take-over"),
      readOnly: selectors("read-only"),
      shared: selectors("shared-resource"),
    };
  }

  /** How many revisions are to be kept, when a garbage-collect policy says it. */
  revisionLimit(): { revisionLimit?: number } {
    const limit = this.own("garbage-collect").at(-1)?.spec.applicationRevisionLimit;
    return limit === undefined ? {} : { revisionLimit: limit };
  }

  /** A warning for each own policy that a step could use and none does. */
  reportUnused(): void {
    const unused = ({ name, type }: Policy) => USED_BY_STEPS.includes(type) && !this.#used.has(name);
    for (const policy of this.application.policies.filter(unused)) {
      this.findings.push(
        findingAt([policy.origin], [], {
          severity: "warning",
          code: "unused-policy",
          message: `no step uses the policy "${policy.name}"`,
        }),
      );
    }
  }

  #unknown(name: string): Pick<Finding, "message" | "hint"> {
    const message = `there is no policy "${name}" in the Application or in its namespace "${this.application.namespace}"`;
    const elsewhere = this.allExternal.find((policy) => policy.name === name);
    if (elsewhere === undefined)
      return { message, ...didYouMean(name, [...this.#own.keys(), ...this.#external.keys()]) };
    return {
      message,
      hint: `the one in namespace "${elsewhere.namespace}" cannot be used from here: only policies of the same namespace can`,
    };
  }

  #check(policy: Policy): CheckedPolicy | undefined {
    const type = POLICY_TYPES.get(policy.type);
    if (type === undefined || (policy.properties === undefined && NEED_PROPERTIES.includes(type.name))) {
      this.findings.push(type === undefined ? unknownPolicyType(policy) : missingProperties(policy));
      return undefined;
    }
    const spec = this.#checkProperties(policy, type);
    return spec === undefined ? undefined : ({ policy, type: type.name, spec } as CheckedPolicy);
  }

  #checkProperties(policy: Policy, type: PolicyType): unknown {
    const { value, findings } = checkProperties(type.schema, policy.properties ?? {}, [policy.origin], ["properties"]);
    this.findings.push(...findings);
    return value;
  }
}

function hiddenInGroup(name: string): Pick<Finding, "message" | "hint"> {
  return {
    message: `the policy "${name}" is an external one, which the steps of a group cannot use`,
    hint: "write the policy into the Application, or move the step out of the group",
  };
}

/** Objects cannot both stay when an update drops them and go when the Application goes: they are no longer known then. */
function unsupportedGarbageCollection(used: Extract<CheckedPolicy, { type: "garbage-collect" }>): Finding[] {
  const { keepLegacyResource, rules } = used.spec;
  const at: Path[] = [
    ...(keepLegacyResource ? [["keepLegacyResource"]] : []),
    ...rules.flatMap((rule, index) => (rule.strategy === "onAppDelete" ? [["rules", index, "strategy"]] : [])),
  ];
  return at.map((path) =>
    policyFinding(
      {
        ...{ severity: "error", code: "not-supported", path },
        message: "keeping dropped objects until the Application is deleted is not supported",
        hint: "use the strategy never, which keeps them for good, or onAppUpdate, which deletes them at once",
      },
      used.policy,
    ),
  );
}

/** A problem that a policy function found, as a finding at its place in the document. */
export function policyFinding({ path, ...problem }: Problem, policy: Policy): Finding {
  const finding = findingAt([policy.origin], ["properties", ...path], problem);
  return { ...finding, message: `policy "${policy.name}": ${problem.message}` };
}

/** Where a policy's properties are written. */
export function propertiesOf({ origin }: Policy): Origin {
  return { ...origin, path: [...origin.path, "properties"] };
}

function unknownPolicyType(policy: Policy): Finding {
  return findingAt([policy.origin], ["type"], {
    severity: "error",
    code: "unknown-policy-type",
    message: `policy "${policy.name}": there is no policy type "${policy.type}"`,
    ...didYouMean(policy.type, POLICY_TYPES.keys()),
  });
}

function missingProperties(policy: Policy): Finding {
  return findingAt([policy.origin], [], {
    severity: "error",
    code: "missing-field",
    message: `policy "${policy.name}" of type ${policy.type} needs properties, and has none`,
    hint: "add properties, or remove the policy",
  });
}
