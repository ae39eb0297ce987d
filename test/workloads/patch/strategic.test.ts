import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json, JsonObject } from "../../../model/json";
import { type PatchRules, strategicPatch } from "../../../workloads/patch/strategic";
import type { KubernetesObject } from "../../../workloads/types";

function patched(base: JsonObject, patch: JsonObject, rules?: PatchRules): JsonObject {
  const { apiVersion, kind, ...rest } = strategicPatch({ apiVersion: "v1", kind: "Test", ...base }, patch, rules);
  expect({ apiVersion, kind }).toEqual({ apiVersion: "v1", kind: "Test" });
  return rest as JsonObject;
}

const byName: PatchRules = { containers: { key: "name" } };

describe("maps and scalars", () => {
  it("merges maps field by field and keeps what the patch does not name", () => {
    expect(patched({ spec: { a: 1, b: { c: 2 } } }, { spec: { b: { d: 3 } } })).toEqual({
      spec: { a: 1, b: { c: 2, d: 3 } },
    });
  });

  it("accepts equal values and refuses different ones, naming the path", () => {
    expect(patched({ spec: { replicas: 1 } }, { spec: { replicas: 1 } })).toEqual({ spec: { replicas: 1 } });
    expect(() => patched({ spec: { replicas: 1 } }, { spec: { replicas: 3 } })).toThrow(
      "conflict at spec.replicas: it is 1 and the patch sets 3",
    );
    expect(() => patched({ spec: { a: [1] } }, { spec: { a: { b: 1 } } })).toThrow("spec.a");
    expect(() => patched({ spec: { a: null } }, { spec: { a: {} } })).toThrow("spec.a");
  });

  it("lets the patch win with retainKeys, for scalars and for whole maps", () => {
    const rules: PatchRules = { kind: { strategy: "retainKeys" }, "spec.strategy": { strategy: "retainKeys" } };
    const base = { apiVersion: "v1", kind: "Old", spec: { strategy: { type: "RollingUpdate", rollingUpdate: {} } } };
    expect(strategicPatch(base, { kind: "New", spec: { strategy: { type: "Recreate" } } }, rules)).toEqual({
      apiVersion: "v1",
      kind: "New",
      spec: { strategy: { type: "Recreate" } },
    });
  });

  it("does not take inherited properties for fields", () => {
    expect(patched({ labels: {} }, { labels: { constructor: "a" } })).toEqual({ labels: { constructor: "a" } });
  });
});

describe("lists without a key", () => {
  it("meet index by index, and the patch may be longer", () => {
    expect(patched({ list: [{ a: 1 }, { b: 2 }] }, { list: [{ c: 3 }, {}, "x"] })).toEqual({
      list: [{ a: 1, c: 3 }, { b: 2 }, "x"],
    });
    expect(patched({ list: [] }, { list: [1] })).toEqual({ list: [1] });
  });

  it("may be shorter than the base only where a rule says so", () => {
    const base = { list: [{ a: 1 }, { b: 2 }] };
    expect(() => patched(base, { list: [{ c: 3 }] })).toThrow("list has 2 entries, but the patch has 1");
    expect(patched(base, { list: [{ c: 3 }] }, { list: { open: true } })).toEqual({ list: [{ a: 1, c: 3 }, { b: 2 }] });
  });

  it("conflict where entries differ", () => {
    expect(() => patched({ list: [{ name: "a" }, { name: "b" }] }, { list: [{ name: "b" }, { name: "a" }] })).toThrow(
      "list[0].name",
    );
  });

  it("are replaced with the replace strategy", () => {
    expect(patched({ list: [1, 2] }, { list: [3] }, { list: { strategy: "replace" } })).toEqual({ list: [3] });
    expect(() => patched({ list: 1 }, { list: [3] }, { list: { strategy: "replace" } })).toThrow("conflict at list");
  });
});

describe("lists with a key", () => {
  it("merge entries with the same key in the order of the base, new ones at the end", () => {
    const base = { containers: [{ name: "a", x: 1 }, { name: "b" }] };
    expect(patched(base, { containers: [{ name: "d" }, { name: "c" }, { name: "a", y: 2 }] }, byName)).toEqual({
      containers: [{ name: "a", x: 1, y: 2 }, { name: "b" }, { name: "d" }, { name: "c" }],
    });
  });

  it("hand the key down to lists without one of their own", () => {
    const base = { containers: [{ name: "a", env: [{ name: "X", value: "1" }] }] };
    const patch = { containers: [{ name: "a", env: [{ name: "Y" }, { name: "X" }] }] };
    expect(patched(base, patch, byName)).toEqual({
      containers: [{ name: "a", env: [{ name: "X", value: "1" }, { name: "Y" }] }],
    });
  });

  it("use a nested list's own key", () => {
    const base = { containers: [{ name: "a", ports: [{ port: 1, name: "x" }] }] };
    const patch = { containers: [{ name: "a", ports: [{ port: 2 }, { port: 1 }] }] };
    expect(patched(base, patch, { ...byName, "containers.ports": { key: "port" } })).toEqual({
      containers: [{ name: "a", ports: [{ port: 1, name: "x" }, { port: 2 }] }],
    });
  });

  it("look for keys deep inside and of several kinds", () => {
    const rules: PatchRules = { envFrom: { key: "secretRef.name,configMapRef.name" } };
    const base = { envFrom: [{ secretRef: { name: "a" } }, { configMapRef: { name: "a" } }] };
    const patch = { envFrom: [{ secretRef: { name: "b" } }, { configMapRef: { name: "a", optional: true } }] };
    expect(patched(base, patch, rules)).toEqual({
      envFrom: [
        { secretRef: { name: "a" } },
        { configMapRef: { name: "a", optional: true } },
        { secretRef: { name: "b" } },
      ],
    });
  });

  it("replace an entry, and no other, with retainKeys", () => {
    const rules: PatchRules = { volumes: { key: "name", strategy: "retainKeys" } };
    const base = {
      volumes: [
        { name: "e", emptyDir: {} },
        { name: "v", cinder: { id: 1 } },
      ],
    };
    expect(patched(base, { volumes: [{ name: "v", configMap: { name: "c" } }] }, rules)).toEqual({
      volumes: [
        { name: "e", emptyDir: {} },
        { name: "v", configMap: { name: "c" } },
      ],
    });
  });

  it("drop entries without the key when others have it, and meet by index when none has", () => {
    const base = { containers: [{ name: "a" }, { name: "b" }] };
    expect(patched(base, { containers: [{ x: 1 }, { name: "a" }] }, byName)).toEqual(base);
    expect(patched(base, { containers: [{ x: 1 }, { x: 2 }] }, byName)).toEqual({
      containers: [
        { name: "a", x: 1 },
        { name: "b", x: 2 },
      ],
    });
    expect(() => patched(base, { containers: [{ x: 1 }] }, byName)).toThrow("containers has 2 entries");
  });

  it("leave the base alone when the patch is empty", () => {
    expect(patched({ containers: [{ name: "a" }] }, { containers: [] }, byName)).toEqual({
      containers: [{ name: "a" }],
    });
  });

  it("conflict inside an entry, naming its place in the base", () => {
    const base = { containers: [{ name: "a" }, { name: "b", image: "x" }] };
    expect(() => patched(base, { containers: [{ name: "b", image: "y" }] }, byName)).toThrow("containers[1].image");
  });
});

const json = fc.letrec<{ value: Json; object: JsonObject }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom<Json>("a", 1, true, null),
    tie("object"),
    fc.array(tie("value"), { maxLength: 3 }),
  ),
  object: fc.dictionary(fc.constantFrom("name", "spec", "list", "x"), tie("value"), { maxKeys: 3 }),
}));
const rules = fc.dictionary(
  fc.constantFrom("spec", "list", "spec.list", "list.list"),
  fc.record<{ key: string; strategy: "replace" | "retainKeys" }>(
    { key: fc.constantFrom("name", "x"), strategy: fc.constantFrom("replace", "retainKeys") },
    { requiredKeys: [] },
  ),
);

function attempt(base: KubernetesObject, patch: JsonObject, using: PatchRules): KubernetesObject | undefined {
  try {
    return strategicPatch(base, patch, using);
  } catch {
    return undefined;
  }
}

describe("for any base and patch", () => {
  it("changes neither of its arguments", () => {
    fc.assert(
      fc.property(json.object, json.object, rules, (object, patch, using) => {
        const base: KubernetesObject = { ...object, apiVersion: "v1", kind: "Test" };
        const before = structuredClone({ base, patch });
        attempt(base, patch, using);
        expect({ base, patch }).toEqual(before);
      }),
    );
  });

  it("gives the base for an empty patch, and the same again for its own result without rules", () => {
    fc.assert(
      fc.property(json.object, json.object, (object, patch) => {
        const base: KubernetesObject = { ...object, apiVersion: "v1", kind: "Test" };
        expect(strategicPatch(base, {})).toEqual(base);
        const once = attempt(base, patch, {});
        if (once !== undefined) expect(strategicPatch(once, patch)).toEqual(once);
      }),
    );
  });
});
