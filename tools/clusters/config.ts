import { stringify } from "yaml";
import { KUBERNETES_VERSION } from "../catalog";
import type { ControlPlaneBinaries } from "../controlplane";
import { stages } from "./stages";

/** How many ports {@link kwokConfig} needs. */
export const PORTS = 6;

/**
 * kwokctl's configuration of one cluster: our programs, nothing but the loopback address, and what the fake nodes answer.
 * The API server does not look for an address of the machine, so a laptop may be offline or change networks; and nobody
 * waits, after a restart, for the leadership of a predecessor to run out. Certificates that are approved are signed.
 *
 * @param pki the folder where kwokctl puts the cluster's certificate authority
 * @param more further documents for kwok
 */
export function kwokConfig(
  binaries: ControlPlaneBinaries,
  ports: readonly number[],
  pki: string,
  more: readonly string[] = [],
): string {
  const [etcdPort, etcdPeerPort, kubeApiserverPort, kubeControllerManagerPort, kubeSchedulerPort, kwokControllerPort] =
    ports;
  const configuration = {
    apiVersion: "config.kwok.x-k8s.io/v1alpha1",
    kind: "KwokctlConfiguration",
    options: {
      runtime: "binary",
      kubeVersion: KUBERNETES_VERSION,
      bindAddress: "127.0.0.1",
      securePort: true,
      etcdBinary: binaries.etcd,
      kubeApiserverBinary: binaries["kube-apiserver"],
      kubeControllerManagerBinary: binaries["kube-controller-manager"],
      kubeSchedulerBinary: binaries["kube-scheduler"],
      kwokControllerBinary: binaries.kwok,
      kubectlBinary: binaries.kubectl,
      etcdPort,
      etcdPeerPort,
      kubeApiserverPort,
      kubeControllerManagerPort,
      kubeSchedulerPort,
      kwokControllerPort,
    },
    componentsPatches: [
      patch("kube-apiserver", { "advertise-address": "127.0.0.1", "endpoint-reconciler-type": "none" }),
      patch("kube-controller-manager", {
        "leader-elect": "false",
        "cluster-signing-cert-file": `${pki}/ca.crt`,
        "cluster-signing-key-file": `${pki}/ca.key`,
      }),
      patch("kube-scheduler", { "leader-elect": "false" }),
    ],
  };
  return [stringify(configuration), stages(), ...more].join("---\n");
}

function patch(name: string, flags: Readonly<Record<string, string>>): object {
  return { name, extraArgs: Object.entries(flags).map(([key, value]) => ({ key, value })) };
}
