import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import type { JsonObject } from "../../../model/json";
import { CONTAINER_LOG } from "../../../tools/clusters/containers";
import { clusterFolder } from "../../../tools/clusters/files";
import type { Checkout } from "../support/checkout";
import { ClusterClient } from "../support/cluster";
import { application, deploy, web } from "../support/documents";
import { type ClusterName, currentRun } from "../support/run";

/** The clusters of the documentation, and which of the shared ones each is. */
const CLUSTERS = { local: "local", "beijing-1": "c1", "beijing-2": "c2", "us-west-1": "c3" } as const;

type Name = keyof typeof CLUSTERS;

/** A kubeconfig of a cluster, in which everything is called as the documentation calls it. */
function kubeconfig(name: Name, context: string = name): string {
  const config = parse(readFileSync(new ClusterClient(CLUSTERS[name]).kubeconfigFile, "utf8"));
  return stringify({
    ...config,
    clusters: [{ ...config.clusters[0], name }],
    contexts: [{ name: context, context: { cluster: name, user: context } }],
    users: [{ ...config.users[0], name: context }],
    "current-context": context,
  });
}

/** Writes the files that the documentation speaks of and does not show. */
export function writeFiles(checkout: Checkout): void {
  checkout.write("beijing-1.kubeconfig", kubeconfig("beijing-1"));
  checkout.write("new.kubeconfig", kubeconfig("beijing-1"));
  checkout.write("us-west-1.kubeconfig", kubeconfig("us-west-1"));
  checkout.write("hub.kubeconfig", kubeconfig("local", "hub"));
  checkout.write("poc-01.kubeconfig", kubeconfig("us-west-1"));
  checkout.write("home/.kube/config", kubeconfig("local", "hub"));
  checkout.write("kubeconfig", kubeconfig("beijing-1"));
  checkout.write("clusters.yaml", readFileSync(checkout.path("examples/clusters.yaml"), "utf8"));
  checkout.write("app.yaml", readFileSync(checkout.path("examples/basic/app.yaml"), "utf8"));
  writeShop(checkout, 1);
}

/** Writes the Application of the documentation in some version: Beijing first, the rest after an approval. */
export function writeShop(checkout: Checkout, version: number): void {
  const selecting = (name: string, labels: JsonObject) => ({
    ...{ name, type: "topology" },
    properties: { clusterLabelSelector: labels, allowEmpty: true },
  });
  const shop = application({
    ...{ name: "shop", namespace: "default" },
    components: [
      web("web", { image: `registry.example/web:${version}`, ports: [{ port: 80, expose: true }] }),
      web("database", { image: "registry.example/database:1", ports: [{ port: 5432, expose: true }] }),
    ],
    policies: [selecting("beijing", { region: "beijing" }), selecting("production", { region: "us" })],
    steps: [
      deploy("deploy-beijing", "beijing"),
      { name: "deploy-production", type: "deploy", properties: { policies: ["production"], auto: false } },
    ],
  });
  checkout.write("apps/shop.yaml", stringify(shop));
}

/** Makes the stack of the demo, with the same clusters and labels. */
export async function makeDemoStack(checkout: Checkout): Promise<void> {
  await checkout.succeeds("pulumi stack init local");
  const file = "Pulumi.local.yaml";
  const settings = parse(checkout.read(file));
  const clusters = Object.entries(CLUSTERS).map(([name, cluster]) => ({
    ...new ClusterClient(cluster).entry({ name }),
    ...(name === "us-west-1" ? { labels: { provider: "AWS" } } : {}),
  }));
  checkout.write(file, stringify({ ...settings, config: { "flotilla:clusters": clusters } }));
}

/** Lets containers say something. */
export function writeLogs(): void {
  for (const cluster of Object.values(CLUSTERS)) writeFileSync(logFile(cluster), line("before"));
}

/** Lets the containers of Beijing's first cluster say something more. */
export function writeMoreLogs(): void {
  appendFileSync(logFile(CLUSTERS["beijing-1"]), line("after"));
}

function logFile(name: ClusterName): string {
  return join(clusterFolder({ name, dir: currentRun().dir }), CONTAINER_LOG);
}

/** A line as container runtimes write it. */
function line(text: string): string {
  return `2020-01-01T00:00:00.5Z stdout F ${text}\n`;
}
