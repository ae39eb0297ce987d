import { isObject, type JsonObject } from "../model/json";
import { readFile } from "./read-file";

/** Fields of a kubeconfig that name a file, and can hold its content instead. Tokens are left in files: these are renewed. */
const EMBEDDABLE = ["certificate-authority", "client-certificate", "client-key"];

/**
 * Puts the certificates and keys that a kubeconfig names as files into the kubeconfig itself, as base64, so that it works on any
 * machine.
 *
 * @param kubeconfig JSON
 * @throws the system's error when a file cannot be read
 */
export function embedFiles(kubeconfig: string): string {
  return JSON.stringify(JSON.parse(kubeconfig), (_, value: unknown) => (isObject(value) ? embedded(value) : value));
}

function embedded(body: JsonObject): JsonObject {
  const entries = Object.entries(body).flatMap(([key, value]): [string, JsonObject[string]][] => {
    if (!EMBEDDABLE.includes(key) || typeof value !== "string" || value === "") return [[key, value]];
    return `${key}-data` in body ? [] : [[`${key}-data`, readFile(value).toString("base64")]];
  });
  return Object.fromEntries(entries);
}
