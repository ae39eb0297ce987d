import { describe, expect, it } from "vitest";
import { chooseHeld } from "../../cli/workflow";

const held = (application: string, step: string) => ({
  application,
  step,
  digest: "p1",
  since: "2020-01-01T00:00:00Z",
});
const all = [held("default/shop", "prod"), held("default/blog", "east"), held("default/blog", "west")];

describe("flotilla workflow resume", () => {
  it("takes the only step that waits, or the one that is named", () => {
    expect(chooseHeld(all, "default/shop", undefined).step).toBe("prod");
    expect(chooseHeld(all, "default/blog", "west").step).toBe("west");
    expect(chooseHeld(all, "shop", undefined).application, "without its namespace").toBe("default/shop");
  });

  it.each<[string, string | undefined, string, ...ReturnType<typeof held>[]]>([
    ["default/blog", undefined, "several steps of default/blog wait (name one: east, west)"],
    ["default/blog", "weast", 'the step "weast" of default/blog waits for nothing (did you mean "east"?)'],
    ["default/shpo", undefined, 'no step of default/shpo waits for an approval (did you mean "default/shop"?)'],
    [
      "blog",
      "west",
      "several steps of blog wait (name one: default/blog west, test/blog west)",
      held("test/blog", "west"),
    ],
    ["other", "prod", "no step of other waits for an approval"],
  ])("refuses %s %s", (application, step, message, ...more) => {
    expect(() => chooseHeld([...all, ...more], application, step)).toThrow(message);
  });
});
