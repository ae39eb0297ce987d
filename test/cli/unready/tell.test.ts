import { expect, it } from "vitest";
import { masked, troubleText } from "../../../cli/unready/tell";
import type { Trouble } from "../../../cli/unready/trouble";

const object = { cluster: "c1", apiVersion: "apps/v1", kind: "Deployment", namespace: "shop", name: "web" };
const trouble = (more: Partial<Trouble>): Trouble => ({ object, condition: "Ready:0/1", warned: [], more: 0, ...more });
const warned = (message: string) => [
  { kind: "Pod", name: "web-1", state: "Phase:Pending", warnings: [{ reason: "Failed", message, count: 1 }] },
];

it("tells an object with its pods", () => {
  expect(troubleText(trouble({ warned: warned("no such image\n"), more: 2 }))).toBe(
    `cluster "c1": Deployment shop/web is not ready: Ready:0/1
  pod web-1: Failed: no such image (1 time)
  and 2 more pods
`,
  );
});

it("tells how a pod is that nobody has warned of", () => {
  const text = troubleText(trouble({ warned: [{ kind: "Pod", name: "web-2", state: "Phase:Pending", warnings: [] }] }));
  expect(text).toMatch(/^ {2}pod web-2: Phase:Pending$/m);
});

it("tells nothing that moves the cursor or goes on for ever", () => {
  const text = troubleText(trouble({ warned: warned(`\u001b[2J ${"x".repeat(1000)}`) }));
  expect(text).toContain("\\u{1b}[2J");
  expect(text.length).toBeLessThan(600);
});

it("tells no secrets", () => {
  const [told] = masked([trouble({ warned: warned("asked with correct horse, and correct") })], ["correct horse"]);
  expect(told?.warned[0]?.warnings[0]?.message).toBe("asked with [secret], and correct");
});
