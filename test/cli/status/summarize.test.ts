import { describe, expect, it } from "vitest";
import type { Outputs } from "../../../cli/outputs";
import type { Absent, LiveObject } from "../../../cli/status/live";
import { statusText } from "../../../cli/status/print";
import { chooseApplications, entriesOf, summarize } from "../../../cli/status/summarize";
import { NO_RECORDS } from "../../../cli/workflow/records";
import type { StepOutput } from "../../../components/outputs";
import type { JsonObject } from "../../../model/json";
import type { InventoryEntry } from "../../../plan/inventory";

const SHOP = "default/shop";

function entry(kind: string, cluster: string, step = "first", name = "web"): InventoryEntry {
  return {
    ...{ name: `${cluster}/default/${kind}/${name}`, cluster, step, namespace: "default" },
    ...{ apiVersion: "v1", objectKind: kind, objectName: name, retain: false },
  };
}

/** A live object of the component `web`; a trait's when `trait` is given. */
function live(one: InventoryEntry, status: JsonObject, trait?: string): LiveObject {
  const role: Record<string, string> =
    trait === undefined
      ? { "app.oam.dev/resourceType": "WORKLOAD", "workload.oam.dev/type": "webservice" }
      : { "app.oam.dev/resourceType": "TRAIT", "trait.oam.dev/type": trait };
  const labels = { "app.oam.dev/component": "web", ...role };
  const metadata = { name: one.objectName, namespace: "default", labels };
  const spec = one.objectKind === "Ingress" ? { rules: [{ host: "a.example" }] } : { replicas: 2 };
  return { entry: one, object: { apiVersion: "v1", kind: one.objectKind, metadata, spec, status }, owned: [] };
}

function absent(one: InventoryEntry, why: Absent["why"], reason: string): LiveObject {
  return { entry: one, why, reason };
}

const READY = { replicas: 2, updatedReplicas: 2, readyReplicas: 2 };

function outputs(more: Partial<Outputs> = {}): Outputs {
  const nothing = { deliveries: [], steps: [], held: [], clusters: [], skipped: [] };
  return { ...nothing, inventory: { [SHOP]: [] }, revisions: {}, ...more };
}

/** A step that the last run held. */
function heldAt(step: string): Outputs["held"][number] {
  return { application: SHOP, step, digest: "p1", whole: "p2", since: "2020-01-01T00:00:00Z", command: "" };
}

function step(name: string, phase: StepOutput["phase"]): StepOutput {
  return { application: SHOP, step: name, type: "deploy", phase };
}

describe("flotilla status", () => {
  it("shows services with their traits, by cluster, in the manner of vela status", () => {
    const objects = [
      live(entry("Deployment", "c1"), READY),
      live(entry("Service", "c1"), {}, "gateway"),
      live(entry("Ingress", "c1"), { loadBalancer: { ingress: [{ ip: "192.0.2.1" }] } }, "gateway"),
      live(entry("Deployment", "c2", "second"), { ...READY, readyReplicas: 1 }),
      absent(entry("Deployment", "c3", "third"), "silent", "no answer within 5 s"),
      absent(entry("Service", "c3", "third"), "silent", "no answer within 5 s"),
    ];
    const held = [heldAt("last")];
    const steps = [step("first", "delivered"), step("second", "delivered"), step("third", "delivered")];
    steps.push(step("pause", "skipped"), step("last", "held"), step("after", "pending"));
    const found = summarize(SHOP, outputs({ held, steps }), objects);
    expect(statusText(found, (_, text) => text)).toBe(`About:

  Name:         shop
  Namespace:    default
  Status:       unhealthy

Workflow:

  finished: false
  Suspend: true
  Terminated: false
  Steps
  - name: first
    type: deploy
    phase: succeeded
    message:
  - name: second
    type: deploy
    phase: running
    message: unhealthy: Deployment/web in c2 Ready:1/2
  - name: third
    type: deploy
    phase: unknown
    message: nobody can tell in c3
  - name: pause
    type: deploy
    phase: skipped
    message: its if is false
  - name: last
    type: deploy
    phase: suspending
    message: plan p1 waits for an approval since 2020-01-01T00:00:00Z; go on with: npx flotilla workflow resume default/shop last && npx pulumi up
  - name: after
    type: deploy
    phase: pending
    message: not reached: waits for last

Services:

  - Name: web
    Cluster: c1  Namespace: default
    Type: webservice
    Healthy Ready:2/2
    Traits:
      ✅ gateway: Visiting URL: a.example, IP: 192.0.2.1
  - Name: web
    Cluster: c2  Namespace: default
    Type: webservice
    Unhealthy Ready:1/2
  - Cluster: c3
    No answer: no answer within 5 s
    Delivered: Deployment/web, Service/web
`);
  });

  it("of one cluster says nothing of steps that delivered only elsewhere, and all of those without objects", () => {
    const inventory = { [SHOP]: [entry("Deployment", "c1", "first"), entry("Deployment", "c2", "second")] };
    const steps = [step("first", "delivered"), step("pause", "delivered"), step("second", "delivered")];
    const found = summarize(SHOP, outputs({ inventory, steps }), [live(entry("Deployment", "c1", "first"), READY)]);
    expect(found.steps.map(({ name, phase }) => [name, phase])).toEqual([
      ["first", "succeeded"],
      ["pause", "succeeded"],
    ]);
  });

  it.each([
    ["running", live(entry("Deployment", "c1"), READY)],
    ["running", absent(entry("Release", "c1"), "release", "not asked")],
    ["unhealthy", absent(entry("Deployment", "c1"), "gone", "is not there")],
    ["unknown", absent(entry("Deployment", "c1"), "silent", "down")],
  ])("is %s", (status, object) => {
    expect(summarize(SHOP, outputs(), [object]).status).toBe(status);
  });

  it("is workflowSuspending when everything is well and a step is held", () => {
    const found = summarize(SHOP, outputs({ held: [heldAt("first")] }), [live(entry("Deployment", "c1"), READY)]);
    expect(found).toMatchObject({ status: "workflowSuspending", steps: [{ name: "first", phase: "suspending" }] });
  });

  it.each([
    [
      "approvals",
      "p1",
      "suspending",
      "plan p1 was approved by alice at then; deliver it with: npx pulumi up",
      "pending",
    ],
    [
      "terminations",
      "p2",
      "terminated",
      "given up by alice at then; ask for it again with: npx flotilla workflow restart default/shop && npx pulumi up",
      "terminated",
    ],
  ])("shows what was decided about a held step since (%s)", (key, digest, phase, message, behind) => {
    const steps = [step("last", "held"), step("after", "pending")];
    const records = { ...NO_RECORDS, [key]: { [SHOP]: { last: { digest, by: "alice", at: "then" } } } };
    const found = summarize(SHOP, outputs({ held: [heldAt("last")], steps }), [], records);
    expect(found.steps).toMatchObject([
      { phase, message },
      { phase: behind, message: "not reached: waits for last" },
    ]);
    expect(found.status).toBe(phase === "terminated" ? "workflowTerminated" : "workflowSuspending");
  });

  it("says from when on a step goes on by itself, and that a workflow was restarted", () => {
    const until = "2020-01-01T00:05:00Z";
    const messageOf = (records = NO_RECORDS) =>
      summarize(SHOP, outputs({ held: [{ ...heldAt("last"), until }] }), [], records).steps[0]?.message;
    expect(messageOf()).toMatch(
      / && npx pulumi up, or after 2020-01-01T00:05:00Z by itself in the next npx pulumi up$/,
    );
    const at = "2020-01-01T01:00:00Z";
    expect(messageOf({ ...NO_RECORDS, restarts: { [SHOP]: { by: "alice", at } } })).toBe(
      `restarted by alice at ${at}; run it again with: npx pulumi up`,
    );
  });

  it("names an object that is gone or cannot be read", () => {
    const objects = [
      live(entry("Deployment", "c1"), READY),
      absent(entry("ConfigMap", "c1"), "gone", "is not there"),
      absent(entry("Secret", "c1", "first", "token"), "refused", "answered 403"),
    ];
    expect(summarize(SHOP, outputs(), objects).services).toMatchObject([
      { name: "web", type: "webservice", health: "unhealthy", message: "Ready:2/2; ConfigMap/web: is not there" },
      { name: "token", health: "unknown", message: "Secret/token: answered 403" },
    ]);
  });
});

describe("what flotilla status is asked for", () => {
  const two = outputs({
    inventory: { "a/shop": [entry("ConfigMap", "c1"), entry("ConfigMap", "c2")], "b/shop": [], "a/blog": [] },
  });

  it("is everything, an Application by either name, and what is in one cluster", () => {
    expect(chooseApplications(two, {})).toEqual(["a/shop", "b/shop", "a/blog"]);
    expect(chooseApplications(two, { application: "blog" })).toEqual(["a/blog"]);
    expect(chooseApplications(two, { application: "b/shop" })).toEqual(["b/shop"]);
    expect(entriesOf(two, "a/shop", "c2").map(({ cluster }) => cluster)).toEqual(["c2"]);
  });

  it("leaves out namespaces that were only made sure of", () => {
    const ensured = { ...entry("Namespace", "c1", "first", "default"), name: "a/shop/c1/default" };
    const own = entry("Namespace", "c1", "first", "own");
    expect(entriesOf(outputs({ inventory: { "a/shop": [ensured, own] } }), "a/shop", undefined)).toEqual([own]);
  });

  it.each([
    [{ application: "shop" }, 'several Applications are called "shop" (name one: a/shop, b/shop)'],
    [{ application: "blogg" }, 'no Application "blogg" is delivered (did you mean "blog"?)'],
    [{ application: "a/blo" }, 'no Application "a/blo" is delivered (did you mean "a/blog"?)'],
    [{ cluster: "c9" }, 'nothing is delivered to a cluster "c9"'],
  ])("%j is refused", (wanted, message) => {
    expect(() => chooseApplications(two, wanted)).toThrow(message);
  });
});

describe("clusters that the last run has left out", () => {
  const left = { since: "2020-01-01T00:00:00Z", reason: "no answer within 5 s" };
  const skipped = [
    { ...left, cluster: "c3", applications: [SHOP] },
    { ...left, cluster: "c4", applications: ["default/other"] },
  ];

  it("are told of the Applications that miss something there", () => {
    const found = summarize(SHOP, outputs({ skipped }), []);
    expect(found.skipped).toEqual([{ ...left, cluster: "c3" }]);
    expect(statusText(found, (_, text) => text)).toContain(
      "Skipped because unreachable, until the first run that they answer:\n\n  - Cluster: c3\n    Since: 2020-01-01T00:00:00Z\n    Reason: no answer within 5 s\n",
    );
  });
});
