import { describe, expect, it } from "vitest";
import type { DeliveryOrder } from "../../cli/shard-order";
import { checkShard, SHARD_MARKER } from "../../components/shard-check";

const order: DeliveryOrder = {
  ...{ kind: "shard", stack: "prod-1", fleet: "prod", shard: "1", home: "prod-1" },
  ...{ clusters: ["c1"], shards: { "prod-1": ["c1"], "prod-2": ["c2"] }, began: "2030-01-01T00:00:00.000Z" },
};
const part = { fleet: { name: "prod", shard: "1" } };
const urn = (type: string, name: string) => `urn:pulumi:prod-1::flotilla::${type}::${name}`;
const markedBy = (shard: string) =>
  new Map([[urn("pulumi:index:Stash", SHARD_MARKER), { output: { fleet: "prod", shard } }]]);
const engine = new Map([
  [urn("pulumi:pulumi:Stack", "flotilla-prod-1"), {}],
  [urn("pulumi:providers:pulumi", "default"), {}],
]);

type Running = Parameters<typeof checkShard>[1];

/** What is said against a run of a stack. */
async function told(
  orders: Parameters<typeof checkShard>[0],
  more: Partial<Running> & { state?: Map<string, unknown> },
) {
  const { state = new Map(), ...rest } = more;
  const credentials = [
    { cluster: "c1", previousNames: [] },
    { cluster: "c2", previousNames: ["old"] },
  ];
  const running = { stack: "prod-1", split: true, credentials, before: {}, outputs: async () => state, ...rest };
  return (await checkShard(orders, running)).map(({ message }) => message);
}

describe("a run that nobody has told what it is for", () => {
  it("is any other stack's, as long as nothing is split", async () => {
    expect(await told(undefined, { split: false, before: { inventory: {} } })).toEqual([]);
    expect(await told(undefined, { split: false, state: engine })).toEqual([]);
  });

  it("is refused where the configuration is split, or was when it was delivered", async () => {
    const split = ['the fleet of the stack "prod" is split over several stacks'];
    expect(await told(undefined, { stack: "prod" })).toEqual(split);
    const before = { fleet: { home: "prod-1", shards: { "1": "prod-1" } } };
    expect(await told(undefined, { stack: "prod", split: false, before })).toEqual(split);
  });

  it("is refused in a shard, with whatever configuration, and before a run has succeeded there too", async () => {
    const refused = ['the stack "prod-1" is shard 1 of the fleet "prod", and is delivered with all others'];
    expect(await told(undefined, { split: false, before: part })).toEqual(refused);
    expect(await told(undefined, { split: false, state: markedBy("1") })).toEqual(refused);
  });
});

describe("a run of a shard", () => {
  it("begins in an empty stack, and goes on in its own", async () => {
    expect(await told(order, { state: engine })).toEqual([]);
    expect(await told(order, { before: part })).toEqual([]);
    expect(await told(order, { state: markedBy("1") })).toEqual([]);
  });

  it("is refused in another stack, in another shard's, and in one that has something else", async () => {
    expect(await told({ ...order, stack: "prod-2" }, {})).toEqual(['this run is for the stack "prod-2"']);
    const another = ['the stack "prod-1" is shard 2 of the fleet "prod", and is delivered with all others'];
    expect(await told(order, { state: markedBy("2") })).toEqual(another);
    expect(await told({ ...order, fleet: "other" }, { before: part })).toHaveLength(1);
    const used = ['the stack "prod-1" has something in it already, which would be delivered twice'];
    expect(await told(order, { before: { inventory: {} } })).toEqual(used);
    expect(await told(order, { state: new Map([[urn("kubernetes:core/v1:ConfigMap", "c1/x"), {}]]) })).toEqual(used);
  });

  it("is refused when it would delete what is in a cluster that another shard is to have, under whatever name", async () => {
    const moved = ['cluster "c2" is delivered to by this stack, and cannot move to another one'];
    for (const name of ["c2", "old"])
      expect(await told(order, { before: { ...part, clusters: [{ name: "c1" }, { name }] } })).toEqual(moved);
  });

  it("lets another shard have a cluster that it has forgotten", async () => {
    const before = { ...part, clusters: [{ name: "c1" }, { name: "c2" }], identities: { c1: "u1", c2: "" } };
    expect(await told(order, { before })).toEqual([]);
  });
});

describe("a run of the stack that all share", () => {
  it("is refused where something is delivered", async () => {
    const base = { kind: "base" as const, stack: "prod", home: "prod-1", shards: {} };
    expect(await told(base, { stack: "prod" })).toEqual([]);
    const before = { inventory: { "default/shop": [{}] } };
    expect(await told(base, { stack: "prod", before })).toHaveLength(1);
    expect(await told({ ...base, stack: "prod-1" }, { before: part })).toHaveLength(1);
  });
});
