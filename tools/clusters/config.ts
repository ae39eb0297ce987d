import { stringify } from "yaml";
import { KUBERNETES_VERSION } from "../catalog";
import type { ControlPlaneBinaries } from "../controlplane";
import { stages } from "./stages";

/** How many ports {@link kwokConfig} needs. */
export const PORTS = 6;

/**
 * kwokctl's configuration of one cluster: our programs, nothing but the loopback address, and what the fake nodes answer.
 * The API server does not look for an address of the machine, so a laptop may be offline or change networks.
 */
export function kwokConfig(binaries: ControlPlaneBinaries, ports: readonly number[]): string {
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
      {
        name: "kube-apiserver",
        extraArgs: [
          { key: "advertise-address", value: "127.0.0.1" },
          { key: "endpoint-reconciler-type", value: "none" },
        ],
      },
    ],
  };
  return `${stringify(configuration)}---\n${stages()}`;
}
