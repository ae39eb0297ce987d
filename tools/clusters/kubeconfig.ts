import { readFileSync } from "node:fs";
import { stringify } from "yaml";

/** How to reach one cluster as its administrator; certificates and key in PEM. */
export interface Access {
  readonly name: string;
  /** Such as `https://127.0.0.1:21003`. */
  readonly endpoint: string;
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

/** Reads the credentials that kwokctl made from a cluster's `pki` folder. */
export function readAccess(name: string, endpoint: string, pki: string): Access {
  const pem = (file: string): string => readFileSync(`${pki}/${file}`, "utf8");
  return { name, endpoint, ca: pem("ca.crt"), cert: pem("admin.crt"), key: pem("admin.key") };
}

/**
 * A kubeconfig that needs no other file, with one context per cluster, named after it; the first is current. Holds private
 * keys: write it with mode 0600.
 */
export function kubeconfig(clusters: readonly Access[]): string {
  const base64 = (text: string): string => Buffer.from(text).toString("base64");
  return stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": clusters[0]?.name ?? "",
    clusters: clusters.map(({ name, endpoint, ca }) => ({
      name,
      cluster: { server: endpoint, "certificate-authority-data": base64(ca) },
    })),
    users: clusters.map(({ name, cert, key }) => ({
      name,
      user: { "client-certificate-data": base64(cert), "client-key-data": base64(key) },
    })),
    contexts: clusters.map(({ name }) => ({ name, context: { cluster: name, user: name } })),
  });
}
