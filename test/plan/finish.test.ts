import { describe, expect, it } from "vitest";
import { planYaml } from "../support/plan";

/** What the only object of an Application with these annotations is annotated with; the object itself says `own: "1"`. */
function annotations(ofApplication: string): Record<string, string> | undefined {
  const { steps } = planYaml(`apiVersion: core.oam.dev/v1beta1
kind: Application
metadata: {name: shop, namespace: demo, annotations: ${ofApplication}}
spec:
  components:
    - name: o
      type: k8s-objects
      properties: {objects: [{apiVersion: v1, kind: ConfigMap, metadata: {name: m, annotations: {own: "1"}}}]}
  policies: [{name: t, type: topology, properties: {clusters: [c1]}}]`);
  return steps[0]?.deliveries[0]?.objects[0]?.metadata?.annotations;
}

describe("annotations of an Application", () => {
  it("go to its objects, but for those that are about the Application itself", () => {
    expect(annotations('{team: a, app.oam.dev/inplace-upgrade: "true"}')).toEqual({ own: "1", team: "a" });
  });

  it("are filtered by name, together with the object's own", () => {
    expect(annotations('{team: a, keep: b, filter.oam.dev/annotation-keys: "team,own"}')).toEqual({ keep: "b" });
  });

  it("are not filtered by a name with a space before it", () => {
    expect(annotations('{team: a, filter.oam.dev/annotation-keys: "own, team"}')).toEqual({ team: "a" });
  });
});
