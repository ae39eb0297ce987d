import ipaddr from "ipaddr.js";

type Environment = Readonly<Record<string, string | undefined>>;

/** What the environment names as a proxy is none. What it says is not quoted. */
export class UnusableProxy extends Error {
  constructor(variable: string) {
    super(`${variable} names no proxy, such as http://proxy.example:3128`);
    this.name = "UnusableProxy";
  }
}

/** Kinds of proxies that the Kubernetes provider knows. */
const KNOWN: ReadonlySet<string> = new Set(["http:", "https:", "socks5:", "socks5h:"]);

/**
 * The proxy through which the environment has requests to a server go, as Go reads it, and so the Kubernetes provider: `HTTPS_PROXY`, or
 * `HTTP_PROXY` for a server without TLS, and `NO_PROXY`. Never for this machine itself. Secret: it may have a password.
 *
 * @param server address of a cluster's API
 * @throws UnusableProxy when it names none
 */
export function environmentProxy(server: string, environment: Environment = process.env): string | undefined {
  if (!URL.canParse(server)) return undefined;
  const { protocol, hostname, port } = new URL(server);
  const isSecure = protocol === "https:";
  const name = isSecure ? "HTTPS_PROXY" : "HTTP_PROXY";
  const proxy = either(environment, name);
  const host = hostname.replace(/^\[|\]$/g, "").toLowerCase();
  const exceptions = either(environment, "NO_PROXY");
  if (proxy === "" || isDirect(host, port || (isSecure ? "443" : "80"), exceptions)) return undefined;
  const url = /^[a-z0-9]+:\/\//i.test(proxy) ? proxy : `http://${proxy}`;
  if (!URL.canParse(url) || !KNOWN.has(new URL(url).protocol)) throw new UnusableProxy(name);
  return url;
}

function either(environment: Environment, name: string): string {
  return environment[name] || environment[name.toLowerCase()] || "";
}

/** Whether nobody stands between this machine and a host. */
function isDirect(host: string, port: string, exceptions: string): boolean {
  const address = addressOf(host);
  if (host === "localhost" || address?.range() === "loopback") return true;
  return exceptions
    .split(",")
    .map((text) => text.trim().toLowerCase())
    .some((text) => text !== "" && excepts(text, host, address, port));
}

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** An address, IPv4 in its own form also where it is written as IPv6. */
function addressOf(text: string): Address | undefined {
  const isAddress = ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text);
  return isAddress ? ipaddr.process(text) : undefined;
}

/** Whether an exception is about a host: `*`, a range or one of addresses, or a domain with all in it, and perhaps a port. */
function excepts(exception: string, host: string, address: Address | undefined, port: string): boolean {
  if (exception === "*") return true;
  if (ipaddr.isValidCIDR(exception)) return address !== undefined && isIn(address, exception);
  const [, bracketed, plain = exception, only = port] = /^(?:\[([^\]]*)\]|([^:[]*)):(\d+)$/.exec(exception) ?? [];
  const name = bracketed ?? plain;
  if (only !== port || name === "") return false;
  const wanted = addressOf(name);
  if (wanted !== undefined) return address?.toString() === wanted.toString();
  const domain = name.replace(/^\*?\./, "");
  return host.endsWith(`.${domain}`) || (domain === name && host === domain);
}

function isIn(address: Address, range: string): boolean {
  const [start, bits] = ipaddr.parseCIDR(range);
  return (
    start.kind() === address.kind() && address.match([start, bits] as [ipaddr.IPv4, number] & [ipaddr.IPv6, number])
  );
}
