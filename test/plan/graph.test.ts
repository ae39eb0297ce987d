import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InputError } from "../../model/findings";
import { resourceGraph } from "../../plan/graph";
import type { GraphNode, Order } from "../../plan/graph-types";
import type { DeliveryPlan, PlanStep } from "../../plan/types";
import type { KubernetesObject } from "../../workloads/types";

const NO_RULES = { garbageCollect: [], applyOnce: [], takeOver: [], readOnly: [], shared: [] };

function configMap(cluster: string, name: string, namespace = "demo", value = ""): KubernetesObject {
  const metadata = { name, namespace, labels: { "app.oam.dev/cluster": cluster } };
  return { apiVersion: "v1", kind: "ConfigMap", metadata, data: { value } };
}

/** A step that delivers one ConfigMap per `cluster/name` target. */
function step(name: string, after: string[], targets: string[], value = ""): PlanStep {
  const deliveries = targets.map((target) => {
    const [cluster = "", object = ""] = target.split("/");
    return {
      placement: { cluster, namespace: "demo" },
      component: object,
      dependsOn: [],
      objects: [configMap(cluster, object, "demo", value)],
    };
  });
  return { name, type: "deploy", after, approval: false, placements: [], deliveries, waiting: [] };
}

function nodes(steps: PlanStep[], order: Order = "barrier", createNamespaces = false): GraphNode[] {
  const plan: DeliveryPlan = {
    application: { name: "shop", namespace: "demo" },
    steps,
    handling: NO_RULES,
    warnings: [],
  };
  return resourceGraph(plan, { order, createNamespaces }).nodes;
}

function edges(all: GraphNode[]): Record<string, string[]> {
  return Object.fromEntries(all.map((node) => [node.name, node.dependsOn]));
}

describe("resourceGraph", () => {
  it("puts a marker between steps: n + m edges, not n x m", () => {
    const all = nodes([step("one", [], ["c1/a", "c2/a"]), step("two", ["one"], ["c1/b", "c2/b"])]);
    expect(edges(all)).toEqual({
      "c1/demo/ConfigMap/a": [],
      "c2/demo/ConfigMap/a": [],
      "demo/shop/step-1": ["c1/demo/ConfigMap/a", "c2/demo/ConfigMap/a"],
      "c1/demo/ConfigMap/b": ["demo/shop/step-1"],
      "c2/demo/ConfigMap/b": ["demo/shop/step-1"],
    });
  });

  it("keeps order across a step that delivers nothing", () => {
    const all = nodes([step("one", [], ["c1/a"]), step("wait", ["one"], []), step("two", ["wait"], ["c1/b"])]);
    expect(edges(all)["demo/shop/step-2"]).toEqual(["demo/shop/step-1"]);
    expect(edges(all)["c1/demo/ConfigMap/b"]).toEqual(["demo/shop/step-2"]);
  });

  it("lets each cluster go on by itself with perCluster, also past steps that are not its own", () => {
    const steps = [
      step("one", [], ["c1/a", "c2/a"]),
      step("two", ["one"], ["c2/b"]),
      step("three", ["two"], ["c1/c", "c2/c"]),
    ];
    expect(edges(nodes(steps, "perCluster"))).toEqual({
      "c1/demo/ConfigMap/a": [],
      "c2/demo/ConfigMap/a": [],
      "demo/shop/step-1/c1": ["c1/demo/ConfigMap/a"],
      "demo/shop/step-1/c2": ["c2/demo/ConfigMap/a"],
      "c2/demo/ConfigMap/b": ["demo/shop/step-1/c2"],
      "demo/shop/step-2/c2": ["c2/demo/ConfigMap/b", "demo/shop/step-1/c2"],
      "c1/demo/ConfigMap/c": ["demo/shop/step-1/c1"],
      "c2/demo/ConfigMap/c": ["demo/shop/step-2/c2"],
    });
  });

  it("names nothing after a step, so that renaming and reordering steps keeps every object's name", () => {
    const objects = (all: GraphNode[]) =>
      all
        .filter((node) => node.kind === "object")
        .map((node) => node.name)
        .sort();
    const before = nodes([step("one", [], ["c1/a"]), step("two", ["one"], ["c1/b"])]);
    const after = nodes([step("b", [], ["c1/b"]), step("a", ["b"], ["c1/a"])]);
    expect(objects(after)).toEqual(objects(before));
  });

  it("delivers an object of two steps once, with the later step and its content", () => {
    const all = nodes([step("one", [], ["c1/a"], "old"), step("two", ["one"], ["c1/a"], "new")]);
    const objects = all.flatMap((node) => (node.kind === "object" ? [node] : []));
    expect(objects).toHaveLength(1);
    expect(objects[0]).toMatchObject({ dependsOn: ["demo/shop/step-1"], object: { data: { value: "new" } } });
  });

  it("goes by what steps wait for, not by how they are written down", () => {
    const all = nodes([step("late", ["early"], ["c1/a"], "late"), step("early", [], ["c1/a"], "early")]);
    expect(all.find((node) => node.kind === "object")).toMatchObject({ object: { data: { value: "late" } } });
  });

  it("creates a namespace once per cluster, in the first step that needs it", () => {
    const all = nodes([step("one", [], ["c1/a"]), step("two", ["one"], ["c1/b", "c2/b"])], "barrier", true);
    expect(all.filter((node) => node.kind === "namespace")).toEqual([
      { kind: "namespace", name: "demo/shop/c1/demo", cluster: "c1", step: "one", namespace: "demo", dependsOn: [] },
      {
        kind: "namespace",
        name: "demo/shop/c2/demo",
        cluster: "c2",
        step: "two",
        namespace: "demo",
        dependsOn: ["demo/shop/step-1"],
      },
    ]);
    expect(edges(all)["c2/demo/ConfigMap/b"]).toEqual(["demo/shop/step-1", "demo/shop/c2/demo"]);
  });

  it("waits for a namespace that is delivered as an object, and never creates `default`", () => {
    const delivery = (object: KubernetesObject) => ({
      placement: { cluster: "c1", namespace: "x" },
      component: object.kind,
      dependsOn: [],
      objects: [object],
    });
    const namespace = {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name: "x", labels: { "app.oam.dev/cluster": "c1" } },
    };
    const deliveries = [
      delivery(namespace),
      delivery(configMap("c1", "a", "x")),
      delivery(configMap("c1", "b", "default")),
    ];
    const all = nodes([{ ...step("one", [], []), deliveries }], "barrier", true);
    expect(edges(all)).toEqual({
      "c1/Namespace/x": [],
      "c1/x/ConfigMap/a": ["c1/Namespace/x"],
      "c1/default/ConfigMap/b": [],
    });
  });

  it("makes a component wait for the ones it depends on, in the same placement only", () => {
    const [first, second] = ["c1", "c2"].map((cluster) => [
      {
        placement: { cluster, namespace: "demo" },
        component: "web",
        dependsOn: ["db"],
        objects: [configMap(cluster, "web")],
      },
      {
        placement: { cluster, namespace: "demo" },
        component: "db",
        dependsOn: [],
        objects: [configMap(cluster, "db")],
      },
    ]);
    const all = nodes([{ ...step("one", [], []), deliveries: [...(first ?? []), ...(second ?? [])] }]);
    expect(edges(all)["c1/demo/ConfigMap/web"]).toEqual(["c1/demo/ConfigMap/db"]);
    expect(edges(all)["c2/demo/ConfigMap/web"]).toEqual(["c2/demo/ConfigMap/db"]);
  });

  it("refuses a plan with a component that would wait for ever", () => {
    const stuck = { ...step("one", [], ["c1/a"]), waiting: [{ component: "b", for: "nope" }] };
    expect(() => nodes([stuck])).toThrow(InputError);
  });

  it("orders every object after all objects of earlier steps, names nothing twice, and lists dependencies first", () => {
    const target = fc
      .tuple(fc.constantFrom("c1", "c2", "c3"), fc.constantFrom("a", "b", "c", "d"))
      .map((parts) => parts.join("/"));
    const stepTargets = fc.array(fc.uniqueArray(target, { maxLength: 4 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(stepTargets, fc.constantFrom<Order>("barrier", "perCluster"), (targets, order) => {
        const steps = targets.map((own, index) => step(`s${index}`, index === 0 ? [] : [`s${index - 1}`], own));
        const all = nodes(steps, order);
        expect(new Set(all.map((node) => node.name)).size).toBe(all.length);
        const reaches = new Map<string, Set<string>>();
        for (const node of all) {
          for (const name of node.dependsOn) expect(reaches.has(name)).toBe(true);
          reaches.set(node.name, new Set(node.dependsOn.flatMap((name) => [name, ...(reaches.get(name) ?? [])])));
        }
        const stepOf = new Map(
          targets.flatMap((own, index) =>
            own.map((t): [string, number] => [t.replace("/", "/demo/ConfigMap/"), index]),
          ),
        );
        for (const [later, at] of stepOf) {
          for (const [earlier, before] of stepOf) {
            const ordered = before < at && (order === "barrier" || later.split("/")[0] === earlier.split("/")[0]);
            if (ordered) expect(reaches.get(later)?.has(earlier)).toBe(true);
          }
        }
      }),
    );
  });
});
