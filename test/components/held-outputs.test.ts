import { describe, expect, it } from "vitest";
import { delivering } from "../../cli/delivering";
import { heldOutputs, waitedPlans } from "../../components/held-outputs";

const gate = { step: "wait", digest: "p1", whole: "p2", holdSeconds: 3600 };
const planned = (...gates: (typeof gate)[]) => [
  { plan: { application: { namespace: "demo", name: "shop" } }, hold: { gates } },
];
const alone = delivering(false);
const first = heldOutputs(planned(gate), undefined, "2020-01-01T00:00:00.000Z", alone);

describe("the outputs about steps that are held", () => {
  it("say since when and until when, and what goes on", () => {
    expect(first).toEqual([
      {
        ...{ application: "demo/shop", ...gate },
        since: "2020-01-01T00:00:00.000Z",
        until: "2020-01-01T01:00:00.000Z",
        command: "npx flotilla workflow resume demo/shop wait && npx pulumi up",
      },
    ]);
  });

  it("say for a fleet in several stacks what goes on with all of them", () => {
    const [held] = heldOutputs(planned(gate), undefined, "2020-01-01T00:00:00.000Z", delivering(true));
    expect(held?.command).toBe("npx flotilla workflow resume demo/shop wait && npx flotilla fleet up");
  });

  it("keep since when as long as the plan stays the same", () => {
    const later = "2020-01-01T00:30:00.000Z";
    expect(heldOutputs(planned(gate), first, later, alone)).toEqual(first);
    expect(heldOutputs(planned({ ...gate, digest: "p3" }), first, later, alone)[0]?.since).toBe(later);
  });
});

describe("plans whose time has passed", () => {
  it("are those that were held for long enough, and those that went on before", () => {
    const waited = { "demo/shop": { earlier: "p0" } };
    expect(waitedPlans({ held: first, waited }, "2020-01-01T00:59:59.999Z")).toEqual(waited);
    expect(waitedPlans({ held: first, waited }, "2020-01-01T01:00:00.000Z")).toEqual({
      "demo/shop": { earlier: "p0", wait: "p1" },
    });
    expect(waitedPlans({}, "2020-01-01T01:00:00.000Z")).toEqual({});
  });
});
