import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, copyFileSync, mkdirSync, mkdtempSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ClusterReader } from "../../../components/cluster-reader";
import type { OcmTool } from "../../../tools/catalog";
import { freePorts } from "../../../tools/clusters/ports";
import { ensureOcm } from "../../../tools/controlplane";
import { hubCrds } from "../../../tools/ocm-crds";
import type { KubernetesObject } from "../../../workloads/types";
import type { ClusterClient } from "./cluster";
import { DEPLOYMENT, SECRET } from "./objects";
import { currentRun } from "./run";
import { until } from "./until";

/** Where OCM's agents are in a managed cluster. */
export const AGENTS = "open-cluster-management-agent";
export const MANAGED_CLUSTER = { apiVersion: "cluster.open-cluster-management.io/v1", kind: "ManagedCluster" };

export const MANIFEST_WORK = { apiVersion: "work.open-cluster-management.io/v1", kind: "ManifestWork" };

export const REPLICA_SET = { apiVersion: "work.open-cluster-management.io/v1alpha1", kind: "ManifestWorkReplicaSet" };

/** Kind of the definitions that {@link startHub} makes. */
const CRD = { apiVersion: "apiextensions.k8s.io/v1", kind: "CustomResourceDefinition" };

/** One of OCM's programs, as a process of this machine in the place of a pod: fake nodes run no containers. */
export class OcmProcess {
  private constructor(
    private readonly child: ChildProcess,
    private readonly log: string,
  ) {}

  /** @param dir an empty folder; what cleans up after the run knows the process by it */
  static async start(program: OcmTool, dir: string, args: readonly string[]): Promise<OcmProcess> {
    const programs = await ensureOcm();
    const [port] = await freePorts(1);
    const all = [...args, "--disable-leader-election", `--listen=127.0.0.1:${port}`];
    const log = join(dir, "log");
    const output = openSync(log, "w");
    const child = spawn(programs[program], all, { stdio: ["ignore", output, output], env: { TMPDIR: dir, PATH: "" } });
    closeSync(output);
    return new OcmProcess(child, log);
  }

  /** The end of what it has written. */
  get tail(): string {
    return readFileSync(this.log, "utf8").split("\n").slice(-15).join("\n");
  }

  /** Ends it as a power cut would, and waits for that. */
  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill("SIGKILL");
    await once(this.child, "exit");
  }
}

/** An empty folder that is removed with the run. */
function folder(name: string): string {
  const parent = join(currentRun().dir, "stacks");
  mkdirSync(parent, { recursive: true });
  return mkdtempSync(join(parent, `${name}-`));
}

/** Makes a cluster a hub: with OCM's kinds, and the controller that registers clusters. */
export async function startHub(hub: ClusterClient): Promise<OcmProcess> {
  for (const crd of (await hubCrds()) as (KubernetesObject & { metadata: { name: string } })[]) {
    const ref = { ...CRD, name: crd.metadata.name };
    if ((await hub.get(ref)) === undefined) await hub.create({ ...crd, ...CRD });
  }
  return hubController(hub, "registration", "controller");
}

/** Starts what rolls ManifestWorkReplicaSets out: the hub's controllers of placements and of works. */
export async function startRollouts(hub: ClusterClient): Promise<OcmProcess[]> {
  const gate = "--feature-gates=ManifestWorkReplicaSet=true";
  return [await hubController(hub, "placement", "controller"), await hubController(hub, "work", "manager", gate)];
}

/** The kubeconfig lies in the process's own folder, so that what cleans up after a run that was killed finds the folder in its command line. */
function hubController(hub: ClusterClient, program: OcmTool, command: string, ...gates: string[]): Promise<OcmProcess> {
  const dir = folder("hub");
  const kubeconfig = join(dir, "kubeconfig");
  copyFileSync(hub.kubeconfigFile, kubeconfig);
  const args = [command, `--kubeconfig=${kubeconfig}`, "--namespace=open-cluster-management-hub", ...gates];
  return OcmProcess.start(program, dir, args);
}

/** Makes a Placement that has chosen clusters, as OCM's placement controller writes it down. */
export async function choose(hub: ClusterClient, namespace: string, name: string, clusters: string[]): Promise<void> {
  const apiVersion = "cluster.open-cluster-management.io/v1beta1";
  const labels = { "cluster.open-cluster-management.io/placement": name };
  const decision = { namespace, name: `${name}-decision-1`, labels };
  await hub.create({ apiVersion, kind: "Placement", metadata: { namespace, name }, spec: {} });
  const made = await hub.create({ apiVersion, kind: "PlacementDecision", metadata: decision });
  const status = { decisions: clusters.map((clusterName) => ({ clusterName, reason: "" })) };
  const path = `/apis/${apiVersion}/namespaces/${namespace}/placementdecisions/${decision.name}/status`;
  await new ClusterReader(readFileSync(hub.kubeconfigFile, "utf8")).put(path, { ...made, status });
}

/** The agents of one managed cluster, started as its Deployments say, with the service accounts and Secrets that these name. */
export class Agents {
  readonly #running = new Map<"registration" | "work", OcmProcess>();
  readonly #dir: string;

  constructor(private readonly member: ClusterClient) {
    this.#dir = folder(`agents-${member.name}`);
  }

  /** Starts an agent as soon as what it needs has been delivered. */
  async start(agent: "registration" | "work"): Promise<void> {
    const { member } = this;
    const name = `klusterlet-${agent}-agent`;
    const deployment = await until(`${member.name} gets ${name}`, () =>
      member.get({ ...DEPLOYMENT, namespace: AGENTS, name }),
    );
    const dir = mkdtempSync(join(this.#dir, `${agent}-`));
    const { args, mounts } = containerOf(deployment.spec);
    for (const { secret, path } of mounts) await this.#mount(secret, join(dir, path));
    const kubeconfig = join(dir, "member");
    writeFileSync(kubeconfig, await member.kubeconfigFor(AGENTS, `klusterlet-${agent}-sa`), { mode: 0o600 });
    const [, ...told] = args.map((arg) => arg.replace("=/spoke", `=${dir}/spoke`));
    const local = [`--kubeconfig=${kubeconfig}`, `--namespace=${AGENTS}`];
    if (agent === "registration") local.push(`--hub-kubeconfig-dir=${join(dir, "spoke/hub-kubeconfig")}`);
    this.#running.set(agent, await OcmProcess.start(agent, dir, [...told, ...local]));
  }

  async stop(agent: "registration" | "work"): Promise<void> {
    await this.#running.get(agent)?.stop();
    this.#running.delete(agent);
  }

  async stopAll(): Promise<void> {
    for (const agent of [...this.#running.keys()]) await this.stop(agent);
  }

  /** The end of what an agent has written. */
  tail(agent: "registration" | "work"): string {
    return this.#running.get(agent)?.tail ?? "";
  }

  /** Writes a Secret's data into a folder, as a kubelet mounts it. */
  async #mount(name: string, path: string): Promise<void> {
    const { member } = this;
    const { data = {} } = await until(`${member.name} gets the Secret ${name}`, async () => {
      const secret = await member.get({ ...SECRET, namespace: AGENTS, name });
      return secret?.data?.kubeconfig === undefined ? undefined : secret;
    });
    mkdirSync(path, { recursive: true });
    for (const [key, value] of Object.entries(data)) {
      writeFileSync(join(path, key), Buffer.from(value, "base64"), { mode: 0o600 });
    }
  }
}

interface PodSpec {
  containers: [{ args: string[]; volumeMounts: { name: string; mountPath: string }[] }];
  volumes: { name: string; secret?: { secretName: string } }[];
}

/** What a Deployment starts its container with, and which Secrets it mounts where. */
function containerOf(spec: unknown): { args: string[]; mounts: { secret: string; path: string }[] } {
  const { containers, volumes } = (spec as { template: { spec: PodSpec } }).template.spec;
  const [{ args, volumeMounts }] = containers;
  const mounts = volumes.flatMap(({ name, secret }) => {
    const path = volumeMounts.find((mount) => mount.name === name)?.mountPath;
    return secret === undefined || path === undefined ? [] : [{ secret: secret.secretName, path }];
  });
  return { args, mounts };
}
