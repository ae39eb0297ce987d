import { parseDocuments } from "../../../model/documents";
import type { Json } from "../../../model/json";
import { clusterOf } from "../../../plan/deliver";
import { planApplication } from "../../../plan/plan";
import type { RunningCluster } from "../../../tools/clusters";
import { application, deploy, type Entry, topology, web } from "../../e2e/support/documents";
import { cluster, registry } from "../../support/plan";
import type { Batch } from "../loop";

/** A cluster of a stack. Several can be the same real one, each with a namespace of its own in it. */
export interface Member {
  name: string;
  /** Path of the real cluster's kubeconfig. */
  kubeconfigFile: string;
}

/** Members that share real clusters, one after the other. */
export function members(count: number, clusters: readonly RunningCluster[]): Member[] {
  return Array.from({ length: count }, (_, index) => {
    const { kubeconfig = "" } = clusters[index % clusters.length] ?? {};
    return { name: `member-${index + 1}`, kubeconfigFile: kubeconfig };
  });
}

/** What is delivered, to whom, and by whom: everybody has namespaces of their own. */
export interface Content {
  members: readonly Pick<Member, "name">[];
  components: number;
  /** What the namespaces' names begin with. */
  prefix: string;
  /** Whether all have the same namespace. Default: each has its own. */
  alike?: boolean;
  /** Tag of all images. */
  version: string;
}

/** Web services, in two ordered steps: first in a third of the clusters, then in the rest. */
export function document({ members, components, prefix, alike = false, version }: Content): Json {
  const third = Math.ceil(members.length / 3);
  const namespaceOf = (name: string) => (alike ? prefix : `${prefix}-${name}`);
  const policies = members.map(({ name }) => topology(name, [name], { namespace: namespaceOf(name) }));
  const names = members.map(({ name }) => name);
  return application({
    namespace: prefix,
    components: Array.from({ length: components }, (_, index) => component(index + 1, version)),
    policies,
    steps: [deploy("first", ...names.slice(0, third)), deploy("rest", ...names.slice(third))],
  });
}

/** The finished objects of the same, by step and cluster, each after its namespace. */
export function batches(content: Content, members: readonly Member[]): Batch[][] {
  const text = JSON.stringify(document(content));
  const { documents } = parseDocuments([{ file: "app.json", text }]);
  const fleet = registry(...members.map(({ name }) => cluster(name)));
  const steps = documents.applications.flatMap((one) => planApplication(one, documents, fleet).steps);
  return steps.map((step) => {
    const objects = step.deliveries.flatMap((one) => one.objects);
    return members.flatMap(({ name, kubeconfigFile }) => {
      const own = objects.filter((object) => clusterOf(object) === name);
      const metadata = { name: own[0]?.metadata?.namespace ?? "" };
      return own.length === 0
        ? []
        : [{ kubeconfigFile, objects: [{ apiVersion: "v1", kind: "Namespace", metadata }, ...own] }];
    });
  });
}

/** A Deployment, a Service and a ConfigMap. */
function component(index: number, version: string): Entry {
  const name = `web-${index}`;
  return {
    ...web(name, { image: `registry.example/web:${version}`, ports: [{ port: 80, expose: true }] }),
    traits: [
      {
        type: "storage",
        properties: { configMap: [{ name: `${name}-settings`, mountPath: "/etc/web", data: { level: "info" } }] },
      },
    ],
  };
}
