import { describe, expect, it } from "vitest";
import type { Share } from "../../ocm/shared-works";
import { awaitRollout, type RolloutInputs } from "../../provider/rollouts";

/** A rollout over three clusters, each of which may take 60 s. */
const inputs = (more: Partial<RolloutInputs> = {}): RolloutInputs => ({
  ...{ step: "first", digest: "d1", minSuccessSeconds: 0, maxFailures: 0, timeoutSeconds: 60 },
  members: ["c1", "c2", "c3"].map((name) => ({ cluster: name, managed: `hub-${name}` })),
  set: { namespace: "fleet", name: "web" },
  hub: { kubeconfig: "" },
  ...more,
});

/** Time that passes only while somebody sleeps; each cluster is in a state at a time in seconds. */
function world(states: Record<string, (seconds: number) => Share["state"]>, silent: string[] = []) {
  let time = 0;
  return {
    seconds: () => time / 1000,
    now: () => time,
    sleep: async (duration: number) => {
      time += Math.max(duration, 1);
    },
    look: async () => {
      const shares = ["c1", "c2", "c3"].map((name): [string, Share] => {
        const state = states[name]?.(time / 1000) ?? "healthy";
        return [`hub-${name}`, { state, problem: state === "healthy" ? "" : "Deployment is not healthy yet" }];
      });
      return new Map(shares);
    },
    silence: async (managed: string) => (silent.includes(managed) ? "its agents stopped" : undefined),
  };
}

const from = (begin: number, end: number) => (at: number) =>
  at < begin ? "waiting" : at < end ? "begun" : ("healthy" as const);

describe("the end of a rollout", () => {
  it("comes when all clusters are healthy, however long the hub takes for all of them together", async () => {
    const { seconds, ...watch } = world({ c1: from(0, 50), c2: from(50, 100), c3: from(100, 150) });
    expect(await awaitRollout(inputs(), watch)).toEqual({ digest: "d1" });
    expect(seconds()).toBeGreaterThanOrEqual(150);
    expect(seconds()).toBeLessThan(155);
  });

  it("waits until all have stayed healthy, and begins anew after a break", async () => {
    const { seconds, ...watch } = world({ c1: (at) => (at > 10 && at < 20 ? "begun" : "healthy") });
    await awaitRollout(inputs({ minSuccessSeconds: 30 }), watch);
    expect(seconds()).toBeGreaterThanOrEqual(50);
    expect(seconds()).toBeLessThan(55);
  });

  it("fails with the first cluster that takes too long, and says which were not begun", async () => {
    const { seconds, ...watch } = world({ c1: from(0, 1000), c2: () => "waiting", c3: () => "waiting" });
    await expect(awaitRollout(inputs(), watch)).rejects.toThrow(
      'step "first" stops after 60 s: cluster "c1" is not healthy: Deployment is not healthy yet; not begun: c2, c3',
    );
    expect(seconds()).toBeLessThan(65);
  });

  it("lets the others go on as long as failures allow, and fails all the same", async () => {
    const states = { c1: from(0, 1000), c2: from(60, 100), c3: from(100, 140) };
    const { seconds, ...watch } = world(states, ["hub-c1"]);
    await expect(awaitRollout(inputs({ maxFailures: 1 }), watch)).rejects.toThrow(
      'step "first" stops after 60 s: cluster "c1" does not answer: its agents stopped',
    );
    expect(seconds()).toBeGreaterThanOrEqual(140);
  });

  it("says what a hub needs that does nothing", async () => {
    const waiting = () => "waiting" as const;
    const { seconds, ...watch } = world({ c1: waiting, c2: waiting, c3: waiting });
    await expect(awaitRollout(inputs(), watch)).rejects.toThrow("feature gate ManifestWorkReplicaSet");
    expect(seconds()).toBeLessThan(65);
  });

  it("goes on past a hub that does not answer for a while, and tells of one that never does", async () => {
    const { seconds, look, ...watch } = world({ c1: from(0, 5) });
    const away = (until: number) => async () => {
      if (seconds() < until) throw new Error("no answer within 10 s");
      return look();
    };
    expect(await awaitRollout(inputs(), { ...watch, look: away(20) })).toEqual({ digest: "d1" });
    const end = awaitRollout(inputs(), { ...watch, look: away(10_000) });
    await expect(end).rejects.toThrow("the hub does not say how far clusters are: no answer within 10 s");
  });
});
