import { describe, expect, it } from "vitest";
import { plugin } from "../../provider/provider";

const urn = "urn:pulumi:prod::flotilla::flotilla:index:Application$flotilla:index:Step::default/shop/steps/say";

/** A step that has ended, and whether a run would run it again. */
async function runsAgain(ended: { phase: string; began?: string }, now: { message?: string; began?: string }) {
  const { message = "hi", ...told } = now;
  const properties = { message: "hi" };
  const olds = { ...ended, ran: { type: "print-message-in-status", properties } };
  const news = { type: "print-message-in-status", properties: { message }, ...told };
  return (await plugin.diff?.("say", urn, olds, news))?.changes;
}

describe("a step", () => {
  it("runs again when it has changed or failed, and not for another reason", async () => {
    expect(await runsAgain({ phase: "succeeded" }, {})).toBe(false);
    expect(await runsAgain({ phase: "succeeded", began: "1" }, { began: "2" })).toBe(false);
    expect(await runsAgain({ phase: "succeeded" }, { message: "ho" })).toBe(true);
    expect(await runsAgain({ phase: "failed" }, {})).toBe(true);
  });

  it("that has failed runs again in the next command only, of several runs that one command makes", async () => {
    expect(await runsAgain({ phase: "failed", began: "1" }, { began: "1" })).toBe(false);
    expect(await runsAgain({ phase: "failed", began: "1" }, { began: "2" })).toBe(true);
  });
});
