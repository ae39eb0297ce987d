import type { RequestOptions } from "node:https";
import { isObject, type Json, type JsonObject } from "../model/json";
import { environmentProxy } from "./environment-proxy";

/** Everything that is understood here. */
const PLAIN = {
  cluster: ["server", "certificate-authority-data", "insecure-skip-tls-verify", "tls-server-name"],
  user: ["client-certificate-data", "client-key-data", "token", "exec"],
};

/** How requests reach a cluster. Secret. */
export interface PlainAccess extends RequestOptions {
  /** What the kubeconfig says of a program that gives credentials. */
  exec?: JsonObject;
}

/**
 * How requests reach a cluster whose kubeconfig says it with certificates, a token or a program that gives them, and with nothing else.
 * Undefined for any other kubeconfig, and where there is a proxy: the client library knows them all, but it takes half a second to load.
 *
 * @param kubeconfig text with one context
 * @throws UnusableProxy when the environment has something else for one
 */
export function plainAccess(kubeconfig: string): PlainAccess | undefined {
  const config = parse(kubeconfig);
  const cluster = onlyOne(config?.clusters, "cluster");
  const user = onlyOne(config?.users, "user");
  if (cluster === undefined || user === undefined) return undefined;
  if (environmentProxy(String(cluster.server)) !== undefined) return undefined;
  const { token, exec } = user;
  if (exec !== undefined && !isObject(exec)) return undefined;
  const ca = bytes(cluster["certificate-authority-data"]);
  const cert = bytes(user["client-certificate-data"]);
  const key = bytes(user["client-key-data"]);
  const servername = cluster["tls-server-name"];
  return {
    ...addressOf(String(cluster.server)),
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(cluster["insecure-skip-tls-verify"] === true ? { rejectUnauthorized: false } : {}),
    ...(typeof servername === "string" && servername !== "" ? { servername } : {}),
    ...(exec === undefined ? {} : { exec }),
    headers: typeof token === "string" && token !== "" ? { Authorization: `Bearer ${token}` } : {},
  };
}

/**
 * Where requests go.
 *
 * @throws TypeError when it is not a URL
 */
export function addressOf(server: string): Pick<RequestOptions, "hostname" | "port" | "path"> {
  const { hostname, port, pathname } = new URL(server);
  return { hostname: hostname.replace(/^\[|\]$/g, ""), port, path: pathname.replace(/\/$/, "") };
}

function parse(kubeconfig: string): JsonObject | undefined {
  try {
    const config = JSON.parse(kubeconfig) as Json;
    return isObject(config) ? config : undefined;
  } catch {
    return undefined;
  }
}

/** What a list with one entry says of it, if that is plain. */
function onlyOne(list: Json | undefined, key: keyof typeof PLAIN): JsonObject | undefined {
  const [entry, ...others] = Array.isArray(list) ? list : [];
  const body = isObject(entry) ? entry[key] : undefined;
  if (others.length > 0 || !isObject(body)) return undefined;
  return Object.keys(body).every((field) => PLAIN[key].includes(field)) ? body : undefined;
}

function bytes(base64: Json | undefined): Buffer | undefined {
  return typeof base64 === "string" && base64 !== "" ? Buffer.from(base64, "base64") : undefined;
}
