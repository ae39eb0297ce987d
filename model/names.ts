/*
 * The forms of names that Kubernetes accepts. Each function returns what a bad name must be, to be put after the word
 * "must", or undefined when the name is good.
 */

const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const LABEL_VALUE = /^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/;
const QUALIFIED = /^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)$/;

const DNS = "consist of lower case letters, digits and '-', and start and end with a letter or digit";
const DNS_DOTS = "consist of lower case letters, digits, '-' and '.', and start and end with a letter or digit";
const MIXED = "consist of letters, digits, '-', '_' and '.', and start and end with a letter or digit";

/** For namespaces and clusters: a DNS label, up to 63 characters. */
export function dnsLabelProblem(name: string): string | undefined {
  if (name.length > 63) return "have at most 63 characters";
  return LABEL.test(name) ? undefined : DNS;
}

/**
 * For objects whose name also becomes a label's value, as those of applications and components do: a DNS subdomain of at most
 * 63 characters.
 */
export function objectNameProblem(name: string): string | undefined {
  if (name.length > 63) return "have at most 63 characters";
  return SUBDOMAIN.test(name) ? undefined : DNS_DOTS;
}

const PATH_NAME = /^[!-$&-.0-~]+$/;

/** For objects of any kind: what can be one part of a path in the API, in visible ASCII, up to 253 characters. */
export function pathNameProblem(name: string): string | undefined {
  if (name.length > 253) return "have at most 253 characters";
  if (PATH_NAME.test(name) && name !== "." && name !== "..") return undefined;
  return "consist of visible ASCII characters without '/' and '%', and be neither '.' nor '..'";
}

/** For the values of labels. */
export function labelValueProblem(value: string): string | undefined {
  if (value.length > 63) return "have at most 63 characters";
  return LABEL_VALUE.test(value) ? undefined : MIXED;
}

/** For the keys of labels and annotations: a name, or a DNS subdomain, a slash and a name. */
export function labelKeyProblem(key: string): string | undefined {
  const slash = key.indexOf("/");
  const prefix = slash < 0 ? undefined : key.slice(0, slash);
  const name = key.slice(slash + 1);
  if (prefix !== undefined && (prefix.length > 253 || !SUBDOMAIN.test(prefix)))
    return `have a prefix that must ${DNS_DOTS}`;
  if (name.length > 63) return "have at most 63 characters after the prefix";
  return QUALIFIED.test(name) ? undefined : MIXED;
}
