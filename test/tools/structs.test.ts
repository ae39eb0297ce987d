import { createRequire } from "node:module";
import { join } from "node:path";
import { BinaryReader, BinaryWriter } from "google-protobuf";
import { type JavaScriptValue, ListValue, Struct, Value } from "google-protobuf/google/protobuf/struct_pb";
import { describe, expect, it } from "vitest";
import { TOOLS_DIR } from "../../tools/paths";

type Content = Record<string, JavaScriptValue>;

const CONTENTS: Content[] = [
  {},
  { text: "Grüße 🚢\0", empty: "", long: "x".repeat(20_000), yes: true, no: false, nothing: null },
  { zero: 0, negative: -0, fraction: 1.5e-300, large: 2 ** 53, infinite: -Infinity, none: Number.NaN },
  { z: 1, a: { "": [], z: {}, a: [[], [1, [null, { deep: ["", {}] }]]] }, 10: "ten", 9: "nine", ä: 1, "a b": 2 },
  { apiVersion: "apps/v1", metadata: { labels: { "app.kubernetes.io/name": "web" } }, spec: { ports: [{ port: 80 }] } },
];

const struct = Struct.fromJavaScript;
/** As protobuf's own code does it, before anything takes its place. */
const ORIGINAL = CONTENTS.map((content) => {
  const bytes = struct(content).serializeBinary();
  return { content, bytes, read: Struct.deserializeBinary(bytes).toJavaScript(), object: struct(content).toObject() };
});
/** A struct with fields that nobody knows, in the bytes of a message, an entry, a value and a list. */
const STRANGE = (() => {
  const writer = new BinaryWriter();
  const unknown = (_: unknown, inner: BinaryWriter) => inner.writeString(15, "unknown");
  unknown(null, writer);
  writer.writeMessage(1, {}, (_, entry) => {
    entry.writeString(1, "list");
    unknown(null, entry);
    entry.writeMessage(2, {}, (__, value) => {
      unknown(null, value);
      value.writeMessage(6, {}, (___, list) => {
        unknown(null, list);
        list.writeMessage(1, {}, (____, one) => one.writeBool(4, true));
      });
    });
  });
  return writer.getResultBuffer();
})();

createRequire(__filename)(join(TOOLS_DIR, "start/structs.cjs"))();

describe("structs without protobuf's objects", () => {
  it("take the place of the others", () => expect(Struct.fromJavaScript).not.toBe(struct));

  it.each(ORIGINAL)("are read as protobuf reads them, in the same order ($#)", ({ bytes, read }) => {
    const found = Struct.deserializeBinary(bytes).toJavaScript();
    expect(found).toEqual(read);
    expect(JSON.stringify(found)).toBe(JSON.stringify(read));
  });

  it.each(ORIGINAL)("are written with the same content ($#)", ({ content, bytes, read }) => {
    const written = Struct.fromJavaScript(content).serializeBinary();
    expect(written).toHaveLength(bytes.length);
    expect(Struct.deserializeBinary(written).toJavaScript()).toEqual(read);
    expect(Struct.fromJavaScript(content).toJavaScript()).toEqual(content);
  });

  it.each(ORIGINAL)("have protobuf's fields for whoever wants them ($#)", ({ content, bytes, read, object }) => {
    expect(Struct.fromJavaScript(content).toObject().fieldsMap.sort()).toEqual(object.fieldsMap.sort());
    const found = Struct.deserializeBinary(bytes);
    expect(found.getFieldsMap().getLength()).toBe(Object.keys(content).length);
    found.getFieldsMap().set("more", Value.fromJavaScript({ of: "it" }));
    const more = { ...read, more: { of: "it" } };
    expect(found.toJavaScript()).toEqual(more);
    expect(Struct.deserializeBinary(found.serializeBinary()).toJavaScript()).toEqual(more);
  });

  it("are read and written inside of other messages", () => {
    const list = ListValue.fromJavaScript([{ a: [{ b: null }] }]);
    expect(ListValue.deserializeBinary(list.serializeBinary()).toJavaScript()).toEqual([{ a: [{ b: null }] }]);
  });

  it("may hold fields that nobody knows", () => {
    expect(Struct.deserializeBinary(STRANGE).toJavaScript()).toEqual({ list: [true] });
    const read = Struct.deserializeBinaryFromReader(new Struct(), new BinaryReader(STRANGE));
    expect(read.toJavaScript()).toEqual({ list: [true] });
  });

  it("refuse what they cannot hold", () => {
    const content = { a: [undefined] } as unknown as Content;
    expect(() => Struct.fromJavaScript(content).serializeBinary()).toThrow("Unexpected struct type");
  });
});
