import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Basis } from "../../../cli/up/basis";
import { deliveredBy, isDelivered } from "../../../cli/up/shortcut";
import { ApiServer, answerJson } from "../../support/api-server";

const server = new ApiServer((_, response) => answerJson(response, { metadata: { uid: "7d3f" } }));
beforeAll(() => server.start());
afterAll(() => server.stop());

const since = new Date("2026-01-02T03:04:05.678Z");
const settings = { credentials: [{ cluster: "a", previousNames: ["first"] }] };
const outputs = { clusters: [{ name: "a" }], identities: { first: "7d3f" } };
const stateOf = (more: object) =>
  JSON.stringify({ deployment: { resources: [{ type: "pulumi:pulumi:Stack", outputs: { ...outputs, ...more } }] } });
const basisOf = (digest: string): Basis => ({
  digest: Buffer.from(digest),
  kubeconfigs: new Map([["a", server.kubeconfig({ token: "t" })]]),
});

/** Whether the next run has nothing to do, after one that has left a state. */
async function next(change: { digest?: string; state?: string; last?: string; kubeconfig?: string } = {}) {
  const left = change.last ?? stateOf({});
  const last = await deliveredBy(since, basisOf("b"), left);
  const basis = basisOf(change.digest ?? "b");
  const kubeconfigs = change.kubeconfig === undefined ? basis.kubeconfigs : new Map([["a", change.kubeconfig]]);
  return isDelivered({ ...basis, kubeconfigs }, settings, last, async () => change.state ?? left);
}

describe("a run after one that has delivered everything", () => {
  it("has nothing to do when nothing has changed, and the clusters are the same", async () => {
    expect(await next()).toBe(true);
  });

  it("begins when something that it is made from has changed, without a look at anything else", async () => {
    const asked = server.asked.length;
    expect(await next({ digest: "c" })).toBe(false);
    expect(server.asked.length).toBe(asked);
  });

  it("begins when somebody has changed the state", async () => {
    expect(await next({ state: stateOf({ more: 1 }) })).toBe(false);
  });

  it.each([
    ["is another one", { identities: { first: "other" } }],
    ["was never asked", { identities: {} }],
    ["has said nothing of itself", { identities: { first: "" } }],
    ["is in the configuration no longer", { clusters: [{ name: "b" }], identities: { b: "7d3f" } }],
    ["is nowhere", { clusters: [] }],
  ])("begins when a cluster %s", async (_, more) => {
    expect(await next({ last: stateOf(more) })).toBe(false);
  });

  it("begins when a cluster does not answer", async () => {
    const gone = new ApiServer(() => {});
    await gone.start();
    const kubeconfig = gone.kubeconfig({ token: "t" });
    await gone.stop();
    expect(await next({ kubeconfig })).toBe(false);
  });

  it("leaves nothing from which the digest of secrets can be taken", async () => {
    const last = await deliveredBy(since, basisOf("b"), "{}");
    expect(JSON.stringify(last)).not.toContain(Buffer.from("b").toString("base64url"));
    expect((await deliveredBy(new Date(0), basisOf("b"), "{}")).basis).not.toBe(last.basis);
  });
});
