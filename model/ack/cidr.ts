import { IPv4 } from "ipaddr.js";

/** Whether a text is a block of IPv4 addresses such as `10.0.0.0/16`, written with its first address. */
export function isCidr(text: string): boolean {
  return IPv4.isValidCIDRFourPartDecimal(text) && canonical(text) === text;
}

/** The block that a text such as `10.0.0.1/16` lies in, as it is written: `10.0.0.0/16`. */
export function canonical(cidr: string): string {
  return `${IPv4.networkAddressFromCIDR(cidr)}/${prefixOf(cidr)}`;
}

/** The number after the slash: how many leading bits all addresses of the block share. */
export function prefixOf(cidr: string): number {
  return IPv4.parseCIDR(cidr)[1];
}

/** Whether all addresses of the second block belong to the first one. */
export function contains(outer: string, inner: string): boolean {
  const [address, prefix] = IPv4.parseCIDR(inner);
  return prefixOf(outer) <= prefix && address.match(IPv4.parseCIDR(outer));
}

/** Whether two blocks have addresses in common: then one of them contains the other. */
export function overlap(one: string, other: string): boolean {
  return contains(one, other) || contains(other, one);
}

/** How many blocks with the given prefix a block is divided into; 0 when they are larger than it. */
export function subdivisions(cidr: string, prefix: number): number {
  return prefix < prefixOf(cidr) ? 0 : 2 ** (prefix - prefixOf(cidr));
}
