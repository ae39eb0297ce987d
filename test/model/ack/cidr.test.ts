import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonical, contains, isCidr, overlap, prefixOf, subdivisions } from "../../../model/ack/cidr";

/** Any block of addresses, written with its first address. */
const block = fc
  .tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 }))
  .map(([address, prefix]) => canonical(`${address}/${prefix}`));

/** First and last address of a block as numbers, by arithmetic of the test's own. */
function range(cidr: string): [number, number] {
  const [address = "", prefix = ""] = cidr.split("/");
  const first = address.split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0);
  return [first, first + 2 ** (32 - Number(prefix)) - 1];
}

describe("blocks of addresses", () => {
  it("are written with their first address and a length", () => {
    fc.assert(
      fc.property(
        block,
        (cidr) => isCidr(cidr) && Number.isInteger(range(cidr)[0] / (range(cidr)[1] - range(cidr)[0] + 1)),
      ),
    );
  });

  it.each([
    "",
    "10.0.0.0",
    "10.0.0.0/33",
    "10.0.0.0/-1",
    "10.0.0.1/16",
    "10.0/16",
    "10.0.0.256/32",
    "0x0a.0.0.0/8",
    "::/0",
    "10.0.0.0/16 ",
    "10.0.0.0/016",
  ])("are not %j", (text) => {
    expect(isCidr(text)).toBe(false);
  });

  it("contain each other exactly when no address of the inner one is outside", () => {
    fc.assert(
      fc.property(block, block, (outer, inner) => {
        const [[a, b], [c, d]] = [range(outer), range(inner)];
        expect(contains(outer, inner)).toBe(a <= c && d <= b);
      }),
    );
  });

  it("overlap exactly when they have an address in common", () => {
    fc.assert(
      fc.property(block, block, (one, other) => {
        const [[a, b], [c, d]] = [range(one), range(other)];
        expect(overlap(one, other)).toBe(a <= d && c <= b);
      }),
    );
  });

  it("contain a part of themselves, which overlaps them", () => {
    const part = fc.tuple(block, fc.integer({ min: 0, max: 32 })).filter(([cidr, prefix]) => prefix >= prefixOf(cidr));
    fc.assert(
      fc.property(part, ([cidr, prefix]) => {
        const inner = `${cidr.split("/")[0]}/${prefix}`;
        expect([contains(cidr, inner), overlap(cidr, inner), overlap(inner, cidr)]).toEqual([true, true, true]);
        expect(subdivisions(cidr, prefix) * 2 ** (32 - prefix)).toBe(range(cidr)[1] - range(cidr)[0] + 1);
      }),
    );
  });
});
