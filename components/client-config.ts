import type { KubeConfig } from "@kubernetes/client-node";
import { environmentProxy } from "./environment-proxy";

/**
 * A kubeconfig as the client library reads it, which takes half a second to load; with the proxy of the environment where it names none
 * itself.
 *
 * @param kubeconfig text with one context
 * @throws Error when it is none, or the environment names no proxy
 */
export async function clientConfig(kubeconfig: string): Promise<KubeConfig> {
  const { KubeConfig } = await import("@kubernetes/client-node");
  const config = new KubeConfig();
  config.loadFromString(kubeconfig);
  const { server = "", proxyUrl } = config.getCurrentCluster() ?? {};
  const proxy = proxyUrl || environmentProxy(server);
  if (proxy !== undefined) config.clusters = config.clusters.map((cluster) => ({ ...cluster, proxyUrl: proxy }));
  return config;
}
