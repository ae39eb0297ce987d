import type { Application, ExternalPolicy, Policy } from "../model/application";
import type { Finding, Path } from "../model/findings";
import { findingAt, type Origin } from "../model/source";
import { didYouMean } from "../model/suggest";
import { checkProperties } from "../model/validate";
import { POLICY_TYPES } from "../policies";
import { type EnvBinding, envBinding } from "../policies/env-binding";
import { type Override, override } from "../policies/override";
import { type Replication, replication } from "../policies/replication";
import { type Topology, topology } from "../policies/topology";
import type { PolicyType, Problem } from "../policies/types";

/** A policy whose properties are known to be right. */
export type CheckedPolicy =
  | { policy: Policy; type: "topology"; spec: Topology }
  | { policy: Policy; type: "override"; spec: Override }
  | { policy: Policy; type: "replication"; spec: Replication }
  | { policy: Policy; type: "env-binding"; spec: EnvBinding };

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

  /** A warning for each own policy that no step uses. */
  reportUnused(): void {
    for (const policy of this.application.policies.filter(({ name }) => !this.#used.has(name))) {
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
    switch (policy.type) {
      case topology.name:
        return this.#checked(policy, topology, (spec) => ({ policy, type: "topology", spec }));
      case override.name:
        return this.#checked(policy, override, (spec) => ({ policy, type: "override", spec }));
      case replication.name:
        return this.#checked(policy, replication, (spec) => ({ policy, type: "replication", spec }));
      case envBinding.name:
        return this.#checked(policy, envBinding, (spec) => ({ policy, type: "env-binding", spec }));
      default:
        this.findings.push(unknownPolicyType(policy));
        return undefined;
    }
  }

  #checked<P>(policy: Policy, type: PolicyType<P>, wrap: (spec: P) => CheckedPolicy): CheckedPolicy | undefined {
    if (policy.properties === undefined) {
      this.findings.push(missingProperties(policy));
      return undefined;
    }
    const { value, findings } = checkProperties(type.schema, policy.properties, [policy.origin], ["properties"]);
    this.findings.push(...findings);
    return value === undefined ? undefined : wrap(value);
  }
}

function hiddenInGroup(name: string): Pick<Finding, "message" | "hint"> {
  return {
    message: `the policy "${name}" is an external one, which the steps of a group cannot use`,
    hint: "write the policy into the Application, or move the step out of the group",
  };
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
