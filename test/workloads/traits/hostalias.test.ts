import { describe, expect, it } from "vitest";
import { hostalias } from "../../../workloads/traits/hostalias";
import { podSpecWith, refused } from "./harness";

const containers = [{ name: "web", image: "nginx:1" }];
const local = { ip: "127.0.0.1", hostnames: ["foo", "bar"] };

describe("hostalias", () => {
  it("adds lines, beside those of other addresses", () => {
    expect(podSpecWith(hostalias, { hostAliases: [local] })).toEqual({ containers, hostAliases: [local] });
    const other = { ip: "10.0.0.1", hostnames: ["db"] };
    expect(podSpecWith(hostalias, { hostAliases: [local] }, { hostAliases: [other] })).toEqual({
      hostAliases: [other, local],
    });
  });

  it("accepts the same line again, and refuses other names for its address", () => {
    const podSpec = { hostAliases: [{ ip: "10.0.0.1", hostnames: ["db"] }, local] };
    expect(podSpecWith(hostalias, { hostAliases: [local] }, podSpec)).toEqual(podSpec);
    const contradiction = { hostAliases: [{ ip: "127.0.0.1", hostnames: ["bar", "foo"] }] };
    expect(() => podSpecWith(hostalias, contradiction, podSpec)).toThrow(
      "spec.template.spec.hostAliases[1].hostnames[0]",
    );
  });

  it("passes on further keys, and fills in missing lists", () => {
    expect(podSpecWith(hostalias, { hostAliases: [{ ip: "::1", note: 1 }] })).toEqual({
      containers,
      hostAliases: [{ ip: "::1", hostnames: [], note: 1 }],
    });
    expect(podSpecWith(hostalias, {})).toEqual({ containers, hostAliases: [] });
  });

  it("needs an address, and names as text", () => {
    expect(refused(hostalias, { hostAliases: [{ hostnames: [1] }] })).toEqual([
      "hostAliases.0.ip: invalid_type",
      "hostAliases.0.hostnames.0: invalid_type",
    ]);
  });
});
