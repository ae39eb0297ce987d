import { expect, it } from "vitest";
import { pluralOf } from "../../rbac/plural";

it.each([
  ["Deployment", "deployments"],
  ["Ingress", "ingresses"],
  ["NetworkPolicy", "networkpolicies"],
  ["StorageClass", "storageclasses"],
  ["Endpoints", "endpoints"],
  ["constructor", "constructors"],
])("calls %s %s", (kind, plural) => {
  expect(pluralOf(kind)).toBe(plural);
});
