import { setTimeout as sleep } from "node:timers/promises";
import { stringify } from "yaml";
import { ClusterReader } from "../../../../components/cluster-reader";
import { ask } from "../../../../tools/clusters/api";
import { type ClusterRef, clusterAccess } from "../../../../tools/clusters/files";

const NAMESPACE = "kube-system";
/** Whom credentials are for. */
const USER = "cloud-user";
const ACCOUNTS = `/api/v1/namespaces/${NAMESPACE}/serviceaccounts`;
const BINDINGS = "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings";

/** Lets a user of the cloud be an administrator of a new cluster, and returns where it is reached. */
export async function prepareAccess(ref: ClusterRef): Promise<Record<string, string>> {
  const access = clusterAccess(ref);
  await ask(access, "POST", BINDINGS, {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRoleBinding",
    metadata: { name: USER },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cluster-admin" },
    subjects: [{ kind: "ServiceAccount", namespace: NAMESPACE, name: USER }],
  });
  await makeUser(ref);
  return { apiServerInternet: access.endpoint };
}

/**
 * Makes every credential that was given out worthless, as time does. Waits until the API server has forgotten that they were good:
 * it does not forget one that it was shown earlier later than the one that is shown to it here.
 */
export async function expireCredentials(ref: ClusterRef): Promise<void> {
  const reader = new ClusterReader((await newCredential(ref, 15)).kubeconfig);
  const isGood = () =>
    reader.get("/api").then(
      () => true,
      () => false,
    );
  await isGood();
  await ask(clusterAccess(ref), "DELETE", `${ACCOUNTS}/${USER}`);
  while (await isGood()) await sleep(200);
  await makeUser(ref);
}

/** A credential that nobody else has. */
export interface Credential {
  kubeconfig: string;
  /** The part of it that nobody may see. */
  token: string;
  ca: string;
  /** RFC 3339. */
  expiration: string;
}

/** Gives out a new credential. */
export async function newCredential(ref: ClusterRef, minutes: number): Promise<Credential> {
  const { endpoint, ca, ...access } = clusterAccess(ref);
  const { body } = await ask({ endpoint, ca, ...access }, "POST", `${ACCOUNTS}/${USER}/token`, {
    apiVersion: "authentication.k8s.io/v1",
    kind: "TokenRequest",
    spec: { expirationSeconds: minutes * 60 },
  });
  const { status } = JSON.parse(body) as { status: { token: string; expirationTimestamp: string } };
  const [name, user] = ["kubernetes", "kubernetes-admin"];
  const kubeconfig = stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": user,
    clusters: [
      { name, cluster: { server: endpoint, "certificate-authority-data": Buffer.from(ca).toString("base64") } },
    ],
    users: [{ name: user, user: { token: status.token } }],
    contexts: [{ name: user, context: { cluster: name, user } }],
  });
  return { kubeconfig, token: status.token, ca, expiration: status.expirationTimestamp };
}

async function makeUser(ref: ClusterRef): Promise<void> {
  const metadata = { name: USER, namespace: NAMESPACE };
  await ask(clusterAccess(ref), "POST", ACCOUNTS, { apiVersion: "v1", kind: "ServiceAccount", metadata });
}
