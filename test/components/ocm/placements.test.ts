import { describe, expect, it } from "vitest";
import { readChosen } from "../../../components/ocm/placements";
import type { PlacementUse } from "../../../ocm/placements";

const use = (namespace: string, name: string): PlacementUse => ({
  ...{ namespace, name, label: `placement.open-cluster-management.io/${namespace}.${name}` },
  finding: (about) => ({ ...about, file: "app.yaml" }),
});

const ROOT = "/apis/cluster.open-cluster-management.io/v1beta1/namespaces/team-a";
const DECISIONS = "placementdecisions?labelSelector=cluster.open-cluster-management.io%2Fplacement%3Dweb";
const ANSWERS: Record<string, unknown> = {
  [`${ROOT}/placements/web`]: { kind: "Placement" },
  [`${ROOT}/${DECISIONS}`]: { items: [{ status: { decisions: [{ clusterName: "c1" }] } }] },
};
const hub = { get: async (path: string) => ANSWERS[path] };

describe("what Placements have chosen", () => {
  it("is read from their decisions, in their namespaces alone", async () => {
    const chosen = await readChosen([use("team-a", "web")], hub);
    expect([...chosen.values()]).toEqual([["c1"]]);
  });

  it.each([
    ["team-a", "none"],
    ["team-a", ""],
    ["", "web"],
  ])("is an error when there is no %s/%s", async (...of) => {
    await expect(readChosen([use(...of)], hub)).rejects.toThrow(/app\.yaml.*the hub does not have it/);
  });

  it("is an error when the hub does not tell", async () => {
    const silent = { get: () => Promise.reject(new Error("answered 403 to GET /apis")) };
    await expect(readChosen([use("team-a", "web")], silent)).rejects.toThrow(/namespace "team-a": answered 403/);
  });
});
