import type { Application, Documents } from "../model/application";
import type { Finding } from "../model/findings";
import { findingAt } from "../model/source";
import type { KubernetesObject } from "../workloads/types";
import { clusterOf } from "./deliver";
import type { PlannedApplication } from "./deliveries";
import type { GraphNode } from "./graph-types";
import { identityOf } from "./identity";
import { applicationKey } from "./revisions/key";

/** What an AppDeployment delivers is kept under its name, as what an Application delivers is. */
export function sharedNames({ applications, appDeployments }: Documents): Finding[] {
  const taken = new Set(applications.map(applicationKey));
  return appDeployments.flatMap(({ name, namespace, origin }) =>
    taken.has(`${namespace}/${name}`)
      ? findingAt([origin], ["metadata", "name"], {
          severity: "error",
          code: "duplicate-name",
          message: `an Application of namespace "${namespace}" is called "${name}" too`,
          hint: "give one of them another name",
        })
      : [],
  );
}

/** Objects that more than one Application delivers: only one of them could have its way. */
export function sharedObjects(applications: readonly Application[], planned: readonly PlannedApplication[]): Finding[] {
  const owners = new Map<string, string>();
  return planned.flatMap(({ graph }) => {
    const { namespace, name } = graph.application;
    const origin = applications.find((one) => one.name === name && one.namespace === namespace)?.origin;
    return graph.nodes.flatMap(deliveredBy).flatMap(({ object, shared }) => {
      const identity = identityOf(object);
      const owner = owners.get(identity);
      owners.set(identity, owner ?? name);
      if (owner === undefined || origin === undefined) return [];
      const { kind, metadata } = object;
      const message = `${kind} "${metadata?.name}" in cluster "${clusterOf(object)}" is delivered by Application "${owner}" already`;
      const hint = shared ? SHARED : "give it another name or namespace in one of them";
      return [findingAt([origin], [], { severity: "error", code: "same-object-twice", message, hint })];
    });
  });
}

const SHARED =
  "a shared-resource policy shares it with Applications of other stacks; in this one, let only one of them deliver it";

/** Objects, and whether a policy shares them: clusters that pull take over whatever there is. */
function deliveredBy(node: GraphNode): { object: KubernetesObject; shared: boolean }[] {
  if (node.kind === "object") return [{ object: node.object, shared: node.handling.shared }];
  const objects = node.kind === "work" || node.kind === "replicaSet" ? node.objects : [];
  return objects.map((object) => ({ object, shared: false }));
}
