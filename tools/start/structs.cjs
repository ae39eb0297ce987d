// Reads and writes what goes between the engine and a program without an object of protobuf's for every value in it, of which Pulumi's
// SDK makes JavaScript at once. They took a fifth of the program's CPU time over 30 clusters.
const { Struct, Value } = require("google-protobuf/google/protobuf/struct_pb.js");

/** What structs hold, until somebody asks them for protobuf's own fields. */
const contents = new WeakMap();

module.exports = function keepStructsPlain() {
  const { getFieldsMap, toJavaScript } = Struct.prototype;
  const { serializeBinaryToWriter } = Struct;
  Struct.fromJavaScript = (content) => holding(new Struct(), content);
  Struct.deserializeBinaryFromReader = (struct, reader) => holding(struct, readStruct(reader));
  Struct.serializeBinaryToWriter = (struct, writer) => {
    const content = contents.get(struct);
    if (content === undefined) serializeBinaryToWriter(struct, writer);
    else writeStruct(content, writer);
  };
  Struct.prototype.toJavaScript = function () {
    return contents.get(this) ?? toJavaScript.call(this);
  };
  Struct.prototype.getFieldsMap = function (noLazyCreate) {
    const content = contents.get(this);
    contents.delete(this);
    for (const key in content) getFieldsMap.call(this).set(key, Value.fromJavaScript(content[key]));
    return getFieldsMap.call(this, noLazyCreate);
  };
};

function holding(struct, content) {
  contents.set(struct, content);
  return struct;
}

// As google/protobuf/struct.proto has it. Messages that are read are given something to put themselves into.

/** Ordered by their keys, as protobuf has them. */
function readStruct(reader) {
  const entries = [];
  while (reader.nextField()) {
    if (reader.getFieldNumber() !== 1) reader.skipField();
    else entries.push(readMessage({ key: "", value: null }, reader, readEntry));
  }
  entries.sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)));
  const struct = {};
  for (const { key, value } of entries) struct[key] = value;
  return struct;
}

function readEntry(entry, reader) {
  while (reader.nextField()) {
    if (reader.getFieldNumber() === 1) entry.key = reader.readString();
    else if (reader.getFieldNumber() === 2) reader.readMessage(entry, readValue);
    else reader.skipField();
  }
}

function readValue(into, reader) {
  while (reader.nextField()) {
    switch (reader.getFieldNumber()) {
      case 1:
        reader.readEnum();
        into.value = null;
        break;
      case 2:
        into.value = reader.readDouble();
        break;
      case 3:
        into.value = reader.readString();
        break;
      case 4:
        into.value = reader.readBool();
        break;
      case 5:
        reader.readMessage(into, (outer, inner) => {
          outer.value = readStruct(inner);
        });
        break;
      case 6:
        into.value = readMessage([], reader, readList);
        break;
      default:
        reader.skipField();
    }
  }
}

function readList(list, reader) {
  while (reader.nextField()) {
    if (reader.getFieldNumber() === 1) list.push(readMessage({ value: null }, reader, readValue).value);
    else reader.skipField();
  }
}

function readMessage(into, reader, read) {
  reader.readMessage(into, read);
  return into;
}

function writeStruct(struct, writer) {
  for (const key in struct) writer.writeMessage(1, [key, struct[key]], writeEntry);
}

function writeEntry([key, value], writer) {
  writer.writeString(1, key);
  writer.writeMessage(2, [value], writeValue);
}

function writeValue([value], writer) {
  if (value === null) writer.writeEnum(1, 0);
  else if (typeof value === "number") writer.writeDouble(2, value);
  else if (typeof value === "string") writer.writeString(3, value);
  else if (typeof value === "boolean") writer.writeBool(4, value);
  else if (Array.isArray(value)) writer.writeMessage(6, value, writeList);
  else if (typeof value === "object") writer.writeMessage(5, value, writeStruct);
  else throw new Error("Unexpected struct type.");
}

function writeList(list, writer) {
  for (const value of list) writer.writeMessage(1, [value], writeValue);
}
