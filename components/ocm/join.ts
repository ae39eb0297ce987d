import { setTimeout as sleep } from "node:timers/promises";
import { type Joining, joiningOf, NOT_REGISTERED } from "../../ocm/managed-cluster";
import { BOOTSTRAP_ACCOUNT, CLUSTER_API, CLUSTER_NAME_LABEL } from "../../ocm/names";
import type { ClusterReader } from "../cluster-reader";
import { mistake } from "../mistake";

/** The hub's API, as far as joining needs it. */
export type HubApi = Pick<ClusterReader, "get" | "post" | "put">;

/** How long a bootstrap token is good, in seconds: the agents need it only until they have joined. */
const TOKEN_SECONDS = 3600;
/** How long nobody asks the hub again, in milliseconds. */
const PAUSE = 1_000;
const SIGNING_REQUESTS = "/apis/certificates.k8s.io/v1/certificatesigningrequests";

/**
 * A new token with which the agents of a cluster may join as that cluster. Secret.
 *
 * @throws Error when the hub does not give one
 */
export async function bootstrapToken(hub: HubApi, managedCluster: string): Promise<string> {
  const path = `/api/v1/namespaces/${managedCluster}/serviceaccounts/${BOOTSTRAP_ACCOUNT}/token`;
  const answer = await hub.post(path, {
    apiVersion: "authentication.k8s.io/v1",
    kind: "TokenRequest",
    spec: { expirationSeconds: TOKEN_SECONDS },
  });
  const { token } = (answer as { status?: { token?: string } } | undefined)?.status ?? {};
  if (token === undefined) throw new Error(`the hub gave no token for ${managedCluster}/${BOOTSTRAP_ACCOUNT}`);
  return token;
}

/**
 * Waits until the agents of a cluster have joined and the hub takes it for available, and approves their request for a certificate.
 *
 * @returns how far the cluster is; it may have joined before, and not be available now
 * @throws RunError that says what is missing when it takes too long
 */
export async function join(hub: HubApi, managedCluster: string, timeoutSeconds: number): Promise<Joining> {
  const deadline = Date.now() + timeoutSeconds * 1_000;
  const first = await joining(hub, managedCluster);
  if (first.joined) return first;
  for (;;) {
    await approve(hub, managedCluster);
    const now = await joining(hub, managedCluster);
    if (now.joined && now.available === "True") return now;
    if (Date.now() > deadline) throw mistake(tooLate(managedCluster, now, timeoutSeconds));
    await sleep(PAUSE);
  }
}

async function joining(hub: HubApi, managedCluster: string): Promise<Joining> {
  const found = await hub.get(`/apis/${CLUSTER_API}/managedclusters/${managedCluster}`);
  return found === undefined ? NOT_REGISTERED : joiningOf(found);
}

/** Approves what the agents of one cluster ask for. The code that reads requests is loaded only when a cluster joins. */
async function approve(hub: HubApi, managedCluster: string): Promise<void> {
  const { APPROVAL, isJoinRequest, signingRequests } = await import("../../ocm/csr");
  const selector = encodeURIComponent(`${CLUSTER_NAME_LABEL}=${managedCluster}`);
  const list = await hub.get(`${SIGNING_REQUESTS}?labelSelector=${selector}`);
  for (const request of signingRequests(list).filter((one) => isJoinRequest(one, managedCluster))) {
    const status = { ...request.status, conditions: [APPROVAL] };
    await hub.put(`${SIGNING_REQUESTS}/${request.metadata.name}/approval`, { ...request, status });
  }
}

function tooLate(managedCluster: string, { accepted, joined, message }: Joining, seconds: number): string {
  const start = `cluster "${managedCluster}" has not joined the hub within ${seconds} s: `;
  if (!accepted)
    return `${start}the hub has not accepted it; does OCM's registration controller run there? (${message})`;
  if (!joined) return `${start}its registration agent has not called; does it run, and does it reach the hub?`;
  return `${start}it has joined, but is not available: ${message}`;
}
