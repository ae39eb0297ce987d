import { expect, it } from "vitest";
import { inState } from "../../plan/in-state";

const OBJECT = "flotilla:index:Application$flotilla:index:Placement$kubernetes:";
const urn = (type: string, name: string) => `urn:pulumi:prod::flotilla::${type}::${name}`;
const labels = { "app.oam.dev/namespace": "demo", "app.oam.dev/name": "shop" };

it("what is in a cluster comes from the state, and what is known of it from the inventory", () => {
  const known = {
    ...{
      name: "c1/demo/Deployment/web",
      cluster: "c1",
      step: "first",
      apiVersion: "apps/v1",
      objectKind: "Deployment",
    },
    ...{ namespace: "demo", objectName: "web", retain: true },
  };
  const gone = { ...known, name: "c1/demo/Deployment/gone", objectName: "gone" };
  const outputs = new Map<string, unknown>([
    [urn("pulumi:pulumi:Stack", "flotilla-prod"), {}],
    [urn("flotilla:index:Cluster$pulumi:providers:kubernetes", "c1"), {}],
    [urn("flotilla:index:Cluster$kubernetes:core/v1:Namespace", "c1/Namespace/early"), {}],
    [urn(`${OBJECT}core/v1:Namespace`, "demo/shop/c1/demo"), {}],
    [urn(`${OBJECT}core/v1:Namespace`, "c1/Namespace/own"), { metadata: { labels } }],
    [urn(`${OBJECT}apps/v1:Deployment`, "c1/demo/Deployment/web"), { metadata: { labels } }],
    [urn(`${OBJECT}example.com/v1:Widget`, "c1/demo/Widget.example.com/a"), { metadata: { labels } }],
    [urn(`${OBJECT}helm.sh/v3:Release`, "c1/demo/Release/chart"), {}],
    [urn(`${OBJECT}core/v1:ConfigMap`, "c2/demo/ConfigMap/elsewhere"), { metadata: { labels } }],
  ]);
  const { there, namespaces } = inState(new Set(["c1"]), outputs, { "demo/shop": [known, gone] });
  const unknown = { step: "", cluster: "c1" };
  expect(there).toEqual({
    "demo/shop": [
      {
        ...unknown,
        name: "demo/shop/c1/demo",
        apiVersion: "v1",
        objectKind: "Namespace",
        objectName: "demo",
        retain: true,
      },
      {
        ...unknown,
        name: "c1/Namespace/own",
        apiVersion: "v1",
        objectKind: "Namespace",
        objectName: "own",
        retain: false,
      },
      known,
      {
        ...{ ...unknown, name: "c1/demo/Widget.example.com/a", apiVersion: "example.com/v1", objectKind: "Widget" },
        ...{ namespace: "demo", objectName: "a", retain: false },
      },
    ],
    "": [
      {
        ...{ ...unknown, name: "c1/demo/Release/chart", apiVersion: "helm.sh/v3", objectKind: "Release" },
        ...{ namespace: "demo", objectName: "chart", retain: false },
      },
    ],
  });
  expect([...namespaces]).toEqual([["c1", ["early"]]]);
});
