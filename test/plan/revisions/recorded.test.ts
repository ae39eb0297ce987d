import { describe, expect, it } from "vitest";
import { planDeliveries } from "../../../plan/deliveries";
import { inventoryOf } from "../../../plan/inventory";
import { cluster, registry } from "../../support/plan";
import { parse, place, shop } from "./support";

const clusters = registry(cluster("c1"), cluster("c2"));
const options = { order: "barrier", createNamespaces: false } as const;
const only =
  shop({ image: "nginx:2", metadata: ", annotations: {app.oam.dev/revision-only: 'true'}" }) + place("c1", "c2");

describe("an Application with app.oam.dev/revision-only", () => {
  it("delivers nothing", () => {
    const [planned] = planDeliveries(parse(only), clusters, options);
    expect(planned).toMatchObject({ recorded: true, graph: { nodes: [] }, plan: { warnings: [] } });
  });

  it("is still checked", () => {
    expect(() => planDeliveries(parse(only.replace("webservice", "webservise")), clusters, options)).toThrow(
      'there is no component type "webservise"',
    );
  });

  it("leaves what it delivered before exactly as it is, and says so", () => {
    const [before] = planDeliveries(parse(shop() + place("c1", "c2")), clusters, options);
    if (before === undefined) throw new Error("nothing was planned");
    const delivered = { "demo/shop": inventoryOf(before.graph) };
    const [planned] = planDeliveries(parse(only), clusters, { ...options, delivered });
    expect(planned && inventoryOf(planned.graph)).toEqual(delivered["demo/shop"]);
    expect(planned?.graph.nodes.map(({ kind }) => kind)).toEqual(["held", "held"]);
    expect(planned?.plan.warnings.map(({ message }) => message)).toEqual([
      "demo/shop is kept as a revision only, and what it delivered before stays as it is",
    ]);
  });
});
