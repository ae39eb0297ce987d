import { isObject, type Json } from "../model/json";

/** What stands in the place of a secret. */
export const SECRET = "[secret]";
/** What stands in the place of a value that the engine does not know yet. */
export const UNKNOWN = "(known after up)";

/** How the engine writes what it does not know yet. */
const ENGINE_UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Names whose values are secrets, as far as anybody can tell from a name. */
const SECRET_NAME = /pass(word|wd|phrase)|secret|token|credential|(api|private|access|client)[-_.]?key|kubeconfig/i;

/** Fields of Kubernetes that have such a name and hold none, or only refer to one. */
const HARMLESS =
  /(secretname|secretref|secretkeyref|imagepullsecrets|secretnamespace|automountserviceaccounttoken|tokenexpirationseconds|secrettype)$/i;

/** Secrets that show by what they look like, whatever they are called. */
const SECRET_TEXT = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g,
  /(?<=:\/\/[^\s:/@]*:)[^\s:/@]+(?=@)/g,
  /(?<=(?:password|passwd|secret|token|api[-_]?key)["']?\s*[=:]\s*)[^\s"',;]+/gi,
  /(?<=--[\w-]*(?:password|passwd|secret|token|key)\s)[^\s-]\S*/gi,
  /(?<=(?:client-key-data|client-certificate-data):\s*)\S+/g,
];

/**
 * A value without what is secret, or looks like it, and with what is not known yet in words.
 *
 * @param path where the value stands; its last names say what it is. Items of lists are `[name]`.
 */
export function masked(value: Json, path: readonly (string | number)[] = []): Json {
  if (typeof value === "string") {
    if (value === ENGINE_UNKNOWN) return UNKNOWN;
    return isSecretName(path) && value !== "" ? SECRET : maskedText(value);
  }
  if (Array.isArray(value)) return value.map((item) => masked(item, [...path, itemName(item)]));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      const where = key === "value" && typeof value.name === "string" ? [...path, `[${value.name}]`] : path;
      return [key, masked(inner as Json, [...where, key])];
    }),
  );
}

function itemName(item: Json): string {
  return isObject(item) && typeof item.name === "string" ? `[${item.name}]` : "[]";
}

/** Whether the place says that a secret is there: the field itself, or the entry of a list that it is the value of. */
function isSecretName(path: readonly (string | number)[]): boolean {
  const last = String(path.at(-1) ?? "");
  const named = last === "value" || last === "[]" ? String(path.at(-2) ?? "") : last;
  const name = named.replace(/^\[|\]$/g, "");
  return SECRET_NAME.test(name) && !HARMLESS.test(name.replace(/[-_.]/g, ""));
}

/** A text without the secrets in it. */
export function maskedText(text: string): string {
  return SECRET_TEXT.reduce((rest, pattern) => rest.replace(pattern, SECRET), text);
}

/** An object without what is secret; of a Secret, that is all its data. */
export function maskedObject(object: Json): Json {
  if (!isObject(object) || object.kind !== "Secret") return masked(object);
  const hidden = ["data", "stringData"].flatMap((field) => {
    const data = object[field];
    if (data === undefined) return [];
    return [[field, isObject(data) ? Object.fromEntries(Object.keys(data).map((key) => [key, SECRET])) : SECRET]];
  });
  return { ...(masked(object) as typeof object), ...Object.fromEntries(hidden) };
}
