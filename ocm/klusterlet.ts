import type { KubernetesObject } from "../workloads/types";
import { AGENT_CRDS } from "./crds";
import { type Agent, accountOf, klusterletRbac } from "./klusterlet-rbac";
import { AGENT_NAMESPACE, BOOTSTRAP_SECRET, HUB_SECRET } from "./names";
import type { KlusterletSettings } from "./settings";

/** Where the agents find what they need, inside their containers. */
const BOOTSTRAP = "/spoke/bootstrap";
const HUB = "/spoke/hub-kubeconfig";

/** What is delivered to a cluster so that it registers itself and pulls its work. */
export interface Klusterlet {
  /** Kinds that agents keep. They stay when the cluster is not registered any more: what they hold goes with them. */
  kinds: readonly KubernetesObject[];
  namespace: KubernetesObject;
  /** Service accounts and their rights. */
  rbac: KubernetesObject[];
  /** The Secret without its data: a kubeconfig of the hub under `kubeconfig`. */
  bootstrapSecret: KubernetesObject;
  /** Joins the hub with the Secret, and keeps telling that the cluster is there. */
  registrationAgent: KubernetesObject;
  /** Pulls work from the hub. It starts only when the cluster has joined. */
  workAgent: KubernetesObject;
}

/**
 * The agents as OCM's operator would deploy them for a Klusterlet in mode `Default`, without an operator that stays.
 *
 * @param name the cluster's name on the hub
 */
export function klusterlet(name: string, settings: KlusterletSettings): Klusterlet {
  const namespaced = { namespace: AGENT_NAMESPACE };
  const started = [`--spoke-cluster-name=${name}`, "--agent-id=flotilla"];
  return {
    kinds: AGENT_CRDS,
    namespace: { apiVersion: "v1", kind: "Namespace", metadata: { name: AGENT_NAMESPACE } },
    rbac: klusterletRbac(),
    bootstrapSecret: { apiVersion: "v1", kind: "Secret", metadata: { name: BOOTSTRAP_SECRET, ...namespaced } },
    registrationAgent: deployment("registration", settings.registrationImage, {
      args: [...started, `--bootstrap-kubeconfig=${BOOTSTRAP}/kubeconfig`, "--feature-gates=AddonManagement=false"],
      mounts: { [BOOTSTRAP]: { secret: { secretName: BOOTSTRAP_SECRET } }, [HUB]: { emptyDir: { medium: "Memory" } } },
    }),
    workAgent: deployment("work", settings.workImage, {
      args: [
        ...started,
        "--workload-source-driver=kube",
        `--workload-source-config=${HUB}/kubeconfig`,
        `--terminate-on-files=${HUB}/kubeconfig`,
        `--status-sync-interval=${settings.statusSyncSeconds}s`,
      ],
      mounts: { [HUB]: { secret: { secretName: HUB_SECRET } } },
    }),
  };
}

interface Pod {
  args: string[];
  /** What is mounted, by where. */
  mounts: Readonly<Record<string, Record<string, Record<string, string>>>>;
}

function deployment(agent: Agent, image: string, { args, mounts }: Pod): KubernetesObject {
  const name = `klusterlet-${agent}-agent`;
  const labels = { app: name };
  const probe = { httpGet: { path: "/healthz", scheme: "HTTPS", port: 8443 }, initialDelaySeconds: 2 };
  const all = { ...mounts, "/tmp": { emptyDir: {} } };
  const volumes = Object.entries(all).map(([path, source]) => ({ path, name: path.split("/").at(-1) ?? "", source }));
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace: AGENT_NAMESPACE, labels },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          serviceAccountName: accountOf(agent),
          containers: [
            {
              name,
              image,
              args: [`/${agent}`, "agent", ...args],
              env: [{ name: "POD_NAME", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } }],
              securityContext: {
                allowPrivilegeEscalation: false,
                capabilities: { drop: ["ALL"] },
                privileged: false,
                readOnlyRootFilesystem: true,
                runAsNonRoot: true,
              },
              resources: { requests: { cpu: "2m", memory: "16Mi" } },
              livenessProbe: { ...probe, periodSeconds: 10 },
              readinessProbe: probe,
              volumeMounts: volumes.map(({ path, name: volume }) => ({ name: volume, mountPath: path })),
            },
          ],
          volumes: volumes.map(({ name: volume, source }) => ({ name: volume, ...source })),
        },
      },
    },
  };
}
