import type { ClusterReader } from "../../components/cluster-reader";

const REVIEWS = "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews";
/** A review is about one namespace, and tells what holds in the whole cluster with it. */
const ANY_NAMESPACE = "default";

/** What credentials may do, as the API tells it. */
interface Rule {
  verbs: string[];
  apiGroups?: string[];
  resources?: string[];
  resourceNames?: string[];
}

/** A kind by the names that rules have for it. */
export interface Resource {
  group: string;
  name: string;
}

/** What credentials may create, in a cluster where they may not look everywhere. */
export interface Rights {
  /** The namespaces that they may create such objects in. */
  namespacesFor(resource: Resource): string[];
  /** Whether they may create such objects in no namespace. */
  inCluster(resource: Resource): boolean;
}

/**
 * Asks what the credentials may create. The namespaces are those that they have a right to by name, as `flotilla rbac` gives it. Undefined where
 * that is not all: no namespace is named, or the cluster cannot tell.
 */
export async function readRights(reader: Pick<ClusterReader, "post">): Promise<Rights | undefined> {
  const wide = await rulesIn(reader, ANY_NAMESPACE);
  const named = wide?.filter((rule) => covers(rule, { group: "", name: "namespaces" })) ?? [];
  const names = [...new Set(named.flatMap(({ resourceNames = [] }) => resourceNames))];
  if (names.length === 0 || named.some(({ resourceNames = [] }) => resourceNames.length === 0)) return undefined;
  const local = new Map<string, Rule[]>();
  for (const name of names) {
    const rules = await rulesIn(reader, name);
    if (rules === undefined) return undefined;
    local.set(name, rules);
  }
  return {
    namespacesFor: (resource) => names.filter((name) => mayCreate(local.get(name), resource)),
    inCluster: (resource) => mayCreate(wide, resource),
  };
}

/** Undefined when the cluster does not know all of them. */
async function rulesIn(reader: Pick<ClusterReader, "post">, namespace: string): Promise<Rule[] | undefined> {
  const review = { apiVersion: "authorization.k8s.io/v1", kind: "SelfSubjectRulesReview", spec: { namespace } };
  const { status } = ((await reader.post(REVIEWS, review)) ?? {}) as {
    status?: { resourceRules?: Rule[]; incomplete?: boolean };
  };
  return status === undefined || status.incomplete ? undefined : (status.resourceRules ?? []);
}

function mayCreate(rules: readonly Rule[] = [], resource: Resource): boolean {
  return rules.some((rule) => has(rule.verbs, "create") && covers(rule, resource));
}

function covers({ apiGroups = [], resources = [] }: Rule, { group, name }: Resource): boolean {
  return has(apiGroups, group) && has(resources, name);
}

function has(all: readonly string[], one: string): boolean {
  return all.includes(one) || all.includes("*");
}
