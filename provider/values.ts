/** How Pulumi marks secrets in what it sends; see `sdk/go/common/resource`. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** A value that Pulumi keeps encrypted. */
export function secret(value: unknown): object {
  return { [SIGNATURE]: SECRET, value };
}

/** A value with everything that is secret in clear. */
export function clear(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(clear);
  if (typeof value !== "object" || value === null) return value;
  if (SIGNATURE in value && value[SIGNATURE] === SECRET && "value" in value) return clear(value.value);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, clear(item)]));
}
