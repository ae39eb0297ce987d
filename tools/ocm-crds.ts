import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { ToolError } from "./errors";
import { go } from "./go";
import { TOOLS_DIR } from "./paths";

/** Go module of Open Cluster Management's kinds. */
const API_MODULE = "open-cluster-management.io/api";

/** What its agents and hub controllers work on, of the release that the programs are built from. */
const FILES = [
  "cluster/v1/0000_00_clusters.open-cluster-management.io_managedclusters.crd.yaml",
  "cluster/v1alpha1/0000_05_clusters.open-cluster-management.io_addonplacementscores.crd.yaml",
  "cluster/v1beta1/0000_02_clusters.open-cluster-management.io_placements.crd.yaml",
  "cluster/v1beta1/0000_03_clusters.open-cluster-management.io_placementdecisions.crd.yaml",
  "cluster/v1beta2/0000_00_clusters.open-cluster-management.io_managedclustersets.crd.yaml",
  "cluster/v1beta2/0000_01_clusters.open-cluster-management.io_managedclustersetbindings.crd.yaml",
  "addon/v1alpha1/0000_01_addon.open-cluster-management.io_managedclusteraddons.crd.yaml",
  "work/v1/0000_00_work.open-cluster-management.io_manifestworks.crd.yaml",
  "work/v1alpha1/0000_00_work.open-cluster-management.io_manifestworkreplicasets.crd.yaml",
] as const;

/** The CustomResourceDefinitions of a hub. Throws a `ToolError` when the Go module cannot be had. */
export async function hubCrds(): Promise<{ metadata: { name: string } }[]> {
  const download = await go(join(TOOLS_DIR, "ocm"), ["mod", "download", "-json", API_MODULE]);
  if (download.code !== 0) throw new ToolError(`cannot download ${API_MODULE}:\n${download.stderr}`);
  const { Dir } = JSON.parse(download.stdout) as { Dir: string };
  return FILES.map((file) => parse(readFileSync(join(Dir, file), "utf8")));
}
