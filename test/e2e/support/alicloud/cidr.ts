import { BlockList } from "node:net";
import { ApiError } from "./errors";

/** Whether one block of IPv4 addresses, such as `10.0.0.0/16`, lies in another. */
export function lieIn(inner: string, outer: string): boolean {
  return prefix(inner) >= prefix(outer) && overlap(inner, outer);
}

/** Whether two blocks of IPv4 addresses have an address in common. */
export function overlap(one: string, other: string): boolean {
  return blockOf(one).check(base(other)) || blockOf(other).check(base(one));
}

function blockOf(cidr: string): BlockList {
  const block = new BlockList();
  try {
    block.addSubnet(base(cidr), prefix(cidr));
  } catch {
    throw new ApiError("InvalidParameter", `${cidr} is not a CIDR block`);
  }
  return block;
}

function base(cidr: string): string {
  return cidr.split("/")[0] ?? "";
}

function prefix(cidr: string): number {
  return Number(cidr.split("/")[1]);
}
