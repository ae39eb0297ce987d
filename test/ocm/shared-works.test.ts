import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../model/json";
import { sharesOf } from "../../ocm/shared-works";

const template = (image: string): JsonObject => ({
  workload: { manifests: [{ kind: "Deployment", image }] },
  manifestConfigs: [{ resourceIdentifier: { group: "apps", namespace: "" } }],
  executor: null,
});
const set = { spec: { manifestWorkTemplate: template("2") } };

interface Told {
  applied?: string;
  progressing?: string;
  observedGeneration?: number;
  manifests?: JsonObject[];
}

/** A ManifestWork as an API server gives it, which leaves out what is empty. */
function work(namespace: string, image: string, told: Told = {}): JsonObject {
  const { applied = "True", progressing = "False", observedGeneration = 3, manifests = [] } = told;
  const condition = (type: string, status: string) => ({ type, status, observedGeneration });
  return {
    metadata: { namespace, name: "web-set", generation: 3 },
    spec: {
      workload: { manifests: [{ kind: "Deployment", image }] },
      manifestConfigs: [{ resourceIdentifier: { group: "apps" } }],
    },
    status: {
      conditions: [
        condition("Applied", applied),
        condition("Available", "True"),
        condition("Progressing", progressing),
      ],
      resourceStatus: { manifests },
    },
  };
}

const read = (works: JsonObject[], managed = ["c1"]) => sharesOf(set, { items: works }, managed);
const share = (one: JsonObject) => read([one]).shares.get("c1");

describe("how far clusters are with what they share", () => {
  it("is healthy when the agent says so of the version that is wanted now", () => {
    expect(share(work("c1", "2"))).toEqual({ state: "healthy", problem: "" });
  });

  it("is nothing before the hub has begun, whatever is said of the version before", () => {
    expect(share(work("c1", "1"))?.state).toBe("waiting");
    expect(read([]).shares.get("c1")?.state).toBe("waiting");
  });

  it("is not healthy by what the agent said before it saw this version", () => {
    const problem = "its agent has not applied this version yet";
    expect(share(work("c1", "2", { observedGeneration: 2 }))).toEqual({ state: "begun", problem });
  });

  it("says what is not healthy, and what cannot be applied", () => {
    const resourceMeta = { kind: "Deployment", name: "web" };
    const progressing = { resourceMeta, conditions: [{ type: "Progressing", status: "True" }] };
    expect(share(work("c1", "2", { progressing: "True", manifests: [progressing] }))?.problem).toBe(
      'Deployment "web" is not healthy yet',
    );
    const refused = { resourceMeta, conditions: [{ type: "Applied", status: "False", message: "forbidden" }] };
    expect(share(work("c1", "2", { applied: "False", manifests: [refused] }))?.problem).toBe(
      'it cannot apply Deployment "web": forbidden',
    );
  });

  it("finds what is left in clusters that share it no more, unless it goes already", () => {
    const going = { ...work("c3", "1"), metadata: { namespace: "c3", name: "web-set", deletionTimestamp: "now" } };
    expect(read([work("c1", "2"), work("c2", "1"), going]).strays).toEqual([{ namespace: "c2", name: "web-set" }]);
  });
});
