import { expect, it } from "vitest";
import type { InventoryEntry } from "../../plan/inventory";
import { renamedInventory } from "../../plan/renamed-inventory";

function entry(name: string, cluster: string, objectKind = "ConfigMap", objectName = "cm"): InventoryEntry {
  return { name, cluster, step: "prod", apiVersion: "v1", objectKind, objectName, retain: false };
}
const names = (inventory: readonly InventoryEntry[]) => inventory.map(({ name, cluster }) => [name, cluster]);

it("what was delivered to a renamed cluster is found under its new name, and nothing else is touched", () => {
  const before = [
    entry("old/demo/ConfigMap/cm", "old"),
    entry("demo/shop/old/prod", "old", "Namespace", "prod"),
    entry("demo/shop/steps/ask", "", "Step", "ask"),
    entry("other/demo/ConfigMap/cm", "other"),
  ];
  const clusters = [
    { cluster: "new", previousNames: ["oldest", "old"] },
    { cluster: "other", previousNames: [] },
  ];
  expect(names(renamedInventory(before, clusters))).toEqual([
    ["new/demo/ConfigMap/cm", "new"],
    ["demo/shop/new/prod", "new"],
    ["demo/shop/steps/ask", ""],
    ["other/demo/ConfigMap/cm", "other"],
  ]);
});

it("a name that was given to another cluster means that one", () => {
  const clusters = [
    { cluster: "new", previousNames: ["old"] },
    { cluster: "old", previousNames: [] },
  ];
  expect(names(renamedInventory([entry("old/demo/ConfigMap/cm", "old")], clusters))).toEqual([
    ["old/demo/ConfigMap/cm", "old"],
  ]);
});
