import { describe, expect, it } from "vitest";
import { delivering } from "../../../cli/delivering";
import { chooseHeld } from "../../../cli/workflow/choose";
import { NO_RECORDS, type Records } from "../../../cli/workflow/records";
import { approvedText } from "../../../cli/workflow/resume";
import { heldSteps } from "../../../cli/workflow/standing";
import { toGiveUp } from "../../../cli/workflow/terminate";

const held = (application: string, step: string) => ({
  ...{ application, step, digest: "p1", whole: "p2", since: "2020-01-02T00:00:00Z", command: "" },
});
const all = [held("default/shop", "prod"), held("default/blog", "east"), held("default/blog", "west")];
const now = (more: Partial<Records> = {}) => heldSteps(all, { ...NO_RECORDS, ...more });

/** How the step of `default/shop` stands. */
const standing = (more: Partial<Records>) => now(more)[0]?.standing;
const about = (digest: string) => ({ "default/shop": { prod: { digest, by: "alice", at: "2020-01-03T00:00:00Z" } } });
const restarts = (at: string) => ({ "default/shop": { by: "alice", at } });

describe("a step that was held", () => {
  it("stands as was decided about exactly its plan", () => {
    expect(standing({})).toBe("waits");
    expect(standing({ approvals: about("p1") })).toBe("approved");
    expect(standing({ approvals: about("p2") })).toBe("waits");
    expect(standing({ terminations: about("p2") })).toBe("terminated");
    expect(standing({ terminations: about("p1") })).toBe("waits");
  });

  it("is out of date after a restart, but not when it was held after it", () => {
    expect(standing({ restarts: restarts("2020-01-03T00:00:00Z"), approvals: about("p1") })).toBe("restarted");
    expect(standing({ restarts: restarts("2020-01-01T00:00:00Z") })).toBe("waits");
  });
});

const alone = delivering(false);

describe("flotilla workflow resume", () => {
  it("takes the only step that waits, or the one that is named", () => {
    expect(chooseHeld(now(), "default/shop", undefined, alone).step).toBe("prod");
    expect(chooseHeld(now(), "default/blog", "west", alone).step).toBe("west");
  });

  it("takes the only step that still waits, beside one that was approved", () => {
    const approvals = { "default/blog": { east: { digest: "p1" } } };
    expect(chooseHeld(now({ approvals }), "default/blog", undefined, alone).step).toBe("west");
    expect(chooseHeld(now({ approvals }), "default/blog", "east", alone).step).toBe("east");
  });

  it("says who has approved a plan that is approved already, and when", () => {
    const told = (more: Partial<Records>) => approvedText(chooseHeld(now(more), "default/shop", undefined, alone));
    expect(told({})).toBe('Approved plan p1 of step "prod" of default/shop.');
    expect(told({ approvals: about("p1") })).toBe(
      'Already approved by alice at 2020-01-03T00:00:00Z: plan p1 of step "prod" of default/shop.',
    );
  });

  it.each([
    ["default/blog", undefined, "several steps of default/blog wait (name one: east, west)"],
    ["default/blog", "weast", 'the step "weast" of default/blog waits for nothing (did you mean "east"?)'],
    ["other", "prod", "no step of other waits for an approval"],
  ])("refuses %s %s", (application, step, message) => {
    expect(() => chooseHeld(now(), application, step, alone)).toThrow(message);
  });

  it("refuses what was given up, and what a restart has made out of date", () => {
    expect(() => chooseHeld(now({ terminations: about("p2") }), "default/shop", undefined, alone)).toThrow(
      'what step "prod" of default/shop holds was given up (ask for it again with: npx flotilla workflow restart default/shop',
    );
    expect(() =>
      chooseHeld(now({ restarts: restarts("2020-01-03T00:00:00Z") }), "default/shop", "prod", alone),
    ).toThrow('the workflow of default/shop was restarted since step "prod" was held (npx pulumi up runs it again');
    const split = delivering(true);
    expect(() => chooseHeld(now({ terminations: about("p2") }), "default/shop", undefined, split)).toThrow(
      "npx flotilla workflow restart default/shop && npx flotilla fleet up",
    );
  });
});

describe("flotilla workflow terminate", () => {
  it("gives up everything that waits, also what was approved and not delivered yet", () => {
    expect(toGiveUp(now(), "default/blog").map(({ step }) => step)).toEqual(["east", "west"]);
    expect(toGiveUp(now({ approvals: about("p1") }), "default/shop").map(({ step }) => step)).toEqual(["prod"]);
  });

  it("refuses when nothing waits", () => {
    const message = "no step of default/shop waits, so there is nothing to give up";
    expect(() => toGiveUp(now({ terminations: about("p2") }), "default/shop")).toThrow(message);
    expect(() => toGiveUp([], "default/shop")).toThrow(message);
  });
});
