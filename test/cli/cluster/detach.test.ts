import { describe, expect, it } from "vitest";
import { refuseInUse, refuseUnsaved } from "../../../cli/cluster/detach";
import { delivering } from "../../../cli/delivering";

const deliveries = [{ application: "default/shop", step: "prod", cluster: "c1", namespace: "default", objects: [] }];
const alone = delivering(false);
const entry = { name: "n", step: "s", apiVersion: "v1", objectKind: "ConfigMap", objectName: "o", retain: false };
const inventory = { "default/blog": [{ ...entry, cluster: "c1" }], "default/shop": [{ ...entry, cluster: "c2" }] };

describe("flotilla cluster detach", () => {
  it("tells which Applications a cluster still has", () => {
    expect(() => refuseInUse("c1", { deliveries, inventory }, alone)).toThrow(
      "something is delivered to cluster c1: default/shop, default/blog",
    );
  });

  it("lets go of a cluster that has nothing", () => {
    expect(() => refuseInUse("c3", { deliveries, inventory }, alone)).not.toThrow();
    expect(() => refuseUnsaved("c3", {}, alone)).not.toThrow();
  });

  it("lets go of none after a run that was cut off: it may have delivered what nobody knows of", () => {
    const unsaved = { since: new Date(0), applications: ["default/shop"] };
    expect(() => refuseUnsaved("c3", { unsaved }, alone)).toThrow(
      /the run of 1970-.* was cut off, and nobody knows what it has delivered to cluster c3 \(run `npx flotilla up` first/,
    );
    expect(() => refuseUnsaved("c3", { unsaved }, delivering(true))).toThrow("run `npx flotilla fleet up` first");
  });
});
