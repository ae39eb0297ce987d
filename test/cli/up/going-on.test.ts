import { expect, it } from "vitest";
import { unlockHint } from "../../../cli/up/going-on";

it("says which stack's lock is in the way of one of several runs", () => {
  const own = "file:///state/locks/prod-2/1.json: created by me@here (pid 6588) at 2026-01-02T03:04:05Z";
  expect(unlockHint(own, "prod-2")).toBe(
    "wait for its end; if it has ended without unlocking the stack: npx pulumi cancel --stack prod-2",
  );
  expect(unlockHint("[409] Conflict: Another update is currently in progress.")).toMatch(/: npx pulumi cancel$/);
  expect(unlockHint("update failed", "prod-2")).toBeUndefined();
});
