import type { Finding } from "../model/findings";
import { isObject, type Json, type JsonObject } from "../model/json";

/** What the agents of a cluster need to know of the hub, as the `cluster` of a kubeconfig. */
export type HubEndpoint = JsonObject & { server: string };

/** Fields that say how to trust the hub, wherever it is called from. */
const TRUST = ["certificate-authority-data", "insecure-skip-tls-verify"] as const;

/**
 * Where agents reach the hub: at a public address, or where its own kubeconfig says.
 *
 * @param kubeconfig the hub's, as JSON with one cluster and without references to files
 */
export function hubEndpoint(kubeconfig: string, publicAddress: string | undefined): HubEndpoint {
  const config = JSON.parse(kubeconfig) as Json;
  const [first] = isObject(config) && Array.isArray(config.clusters) ? config.clusters : [];
  const written = isObject(first) && isObject(first.cluster) ? first.cluster : {};
  const keys = publicAddress === undefined ? [...TRUST, "tls-server-name" as const] : TRUST;
  const trust = keys.flatMap((key) => (written[key] === undefined ? [] : [[key, written[key]] as const]));
  return { ...Object.fromEntries(trust), server: publicAddress ?? String(written.server ?? "") };
}

/** The kubeconfig with which a cluster's registration agent first reaches the hub. Secret. */
export function bootstrapKubeconfig(hub: HubEndpoint, token: string): string {
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "hub", cluster: hub }],
    users: [{ name: "bootstrap", user: { token } }],
    contexts: [{ name: "bootstrap", context: { cluster: "hub", user: "bootstrap" } }],
    "current-context": "bootstrap",
  });
}

/** A warning for an address that only the machine itself can reach. */
export function addressFindings({ server }: HubEndpoint): Finding[] {
  const host = URL.canParse(server) ? new URL(server).hostname : "";
  if (!/^(localhost|127\..*|\[::1\])$/.test(host)) return [];
  return [
    {
      severity: "warning",
      code: "no-answer",
      path: "flotilla:hubAPIServer",
      message: `the hub is at ${server}, which only this machine can reach: agents elsewhere cannot register`,
      hint: "set its public address: pulumi config set flotilla:hubAPIServer https://…",
    },
  ];
}
