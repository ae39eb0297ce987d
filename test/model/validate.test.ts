import { describe, expect, it } from "vitest";
import { z } from "zod";
import { formatFinding } from "../../model/findings";
import { isObject, type JsonObject } from "../../model/json";
import type { Origin } from "../../model/source";
import { checkProperties, checkValue } from "../../model/validate";
import { readYaml } from "../../model/yaml/read";

/** Properties of a component, with their origin in a document. */
function written(yaml: string, file = "a.yaml"): { properties: JsonObject; origin: Origin } {
  const [source] = readYaml(file, `properties: ${yaml}\n`).sources;
  if (source === undefined || !isObject(source.value) || !isObject(source.value.properties))
    throw new Error("bad test");
  return { properties: source.value.properties, origin: { source, path: [] } };
}

/** What is said about properties, as a user reads it. */
function said(schema: z.ZodType, yaml: string): string[] {
  const { properties, origin } = written(yaml);
  return checkProperties(schema, properties, [origin], ["properties"]).findings.map(formatFinding);
}

/** Only the messages and hints. */
function messages(schema: z.ZodType, yaml: string): string[] {
  const { properties, origin } = written(yaml);
  const { findings } = checkProperties(schema, properties, [origin], ["properties"]);
  return findings.map(({ message, hint }) => (hint === undefined ? message : `${message} (${hint})`));
}

const port = z.object({ port: z.int().min(1).max(65535), protocol: z.enum(["TCP", "UDP"]).default("TCP") });
const service = z.object({
  image: z.string(),
  replicas: z.number().optional(),
  ports: z.array(port).optional(),
  labels: z.record(z.string(), z.string()).optional(),
  cmd: z.array(z.string()).optional(),
});

describe("checkProperties", () => {
  it("gives the parsed value, with defaults", () => {
    const { properties, origin } = written("{image: nginx, ports: [{port: 80}]}");
    expect(checkProperties(service, properties, [origin], ["properties"])).toEqual({
      value: { image: "nginx", ports: [{ port: 80, protocol: "TCP" }] },
      findings: [],
    });
  });

  it("tells every error with its place", () => {
    const yaml = '{image: 5, replicas: "3", ports: [{port: 80}, {port: 0, protocol: tcp}], labels: [a], cmd: sleep}';
    expect(said(service, yaml)).toEqual([
      "a.yaml:1:21: error: properties.image: image is the number 5, must be a string (put it in quotes)",
      'a.yaml:1:34: error: properties.replicas: replicas is the string "3", must be a number (write it without quotes)',
      "a.yaml:1:66: error: properties.ports[1].port: port is the number 0, must be at least 1",
      'a.yaml:1:79: error: properties.ports[1].protocol: protocol is the string "tcp", must be "TCP" or "UDP" (did you mean "TCP"?)',
      "a.yaml:1:94: error: properties.labels: labels is a list, must be an object",
      'a.yaml:1:104: error: properties.cmd: cmd is the string "sleep", must be a list',
    ]);
    expect(said(service, "{}")).toEqual([
      "a.yaml:1:13: error: properties.image: image is missing (it must be a string)",
    ]);
  });

  it("warns at the key of what the schema drops, however deep", () => {
    const yaml =
      "{image: x, repilcas: 1, ports: [{port: 1}, {port: 2, protocl: UDP}], labels: {any: x}, zzz: {deep: 1}}";
    expect(said(service, yaml)).toEqual([
      'a.yaml:1:24: warning: properties.repilcas: unknown field "repilcas" is ignored (did you mean "replicas"?)',
      'a.yaml:1:66: warning: properties.ports[1].protocl: unknown field "protocl" is ignored (did you mean "protocol"?)',
      'a.yaml:1:100: warning: properties.zzz: unknown field "zzz" is ignored (known fields are image, replicas, ports, labels, cmd)',
    ]);
  });

  it("refuses what a strict schema does not know", () => {
    const strict = z.strictObject({ clusters: z.array(z.string()).optional(), inner: z.strictObject({}).optional() });
    expect(said(strict, "{cluster: [a], inner: {b: 1, c: 2}}")).toEqual([
      'a.yaml:1:36: error: properties.inner.b: unknown field "b"',
      'a.yaml:1:42: error: properties.inner.c: unknown field "c"',
      'a.yaml:1:14: error: properties.cluster: unknown field "cluster" (did you mean "clusters"?)',
    ]);
  });

  it("points to the document that wrote the value last", () => {
    const base = written("{image: nginx}", "base.yaml");
    const patch = written("{replicas: many}", "patch.yaml");
    const merged = { ...base.properties, ...patch.properties };
    const { findings } = checkProperties(service, merged, [base.origin, patch.origin], ["properties"]);
    expect(findings).toMatchObject([{ file: "patch.yaml", line: 1, column: 24, path: "properties.replicas" }]);
  });

  it("knows fields behind wrappers, unions, intersections, records and recursion", () => {
    type Tree = { leaf?: string | undefined; trees?: Tree[] | undefined };
    const tree: z.ZodType<Tree> = z.lazy(() =>
      z.object({ leaf: z.string().optional(), trees: z.array(tree).optional() }),
    );
    const schema = z.object({
      any: z.union([z.string(), z.object({ value: z.string() }).nullable()]).optional(),
      both: z.intersection(z.object({ left: z.string() }), z.object({ right: z.string() })).optional(),
      map: z.record(z.string(), z.object({ inside: z.string() })).default({}),
      pair: z.tuple([z.object({ first: z.string() })]).optional(),
      tree: tree.optional(),
    });
    expect(messages(schema, "{any: {value: a, valeu: b}}")).toEqual([
      'unknown field "valeu" is ignored (did you mean "value"?)',
    ]);
    expect(messages(schema, "{both: {left: a, right: b, rihgt: c}}")).toEqual([
      'unknown field "rihgt" is ignored (did you mean "right"?)',
    ]);
    expect(messages(schema, "{map: {k: {inside: a, insde: b}}}")).toEqual([
      'unknown field "insde" is ignored (did you mean "inside"?)',
    ]);
    expect(messages(schema, "{pair: [{first: a, frist: b}]}")).toEqual([
      'unknown field "frist" is ignored (did you mean "first"?)',
    ]);
    expect(messages(schema, "{tree: {trees: [{trees: [{laef: a}]}]}}")).toEqual([
      'unknown field "laef" is ignored (did you mean "leaf"?)',
    ]);
  });

  it("says when a field that another alternative knows has no effect", () => {
    const schema = z.object({
      of: z.union([z.object({ kind: z.literal("a") }), z.object({ kind: z.literal("b"), size: z.number() })]),
    });
    expect(messages(schema, "{of: {kind: a, size: 1}}")).toEqual(['field "size" has no effect here and is ignored']);
  });

  it("does not take for dropped what a transformation has used, or what it has replaced", () => {
    const renamed = z.object({ old: z.string(), keep: z.string().optional() }).transform(({ old }) => ({ name: old }));
    expect(messages(renamed, "{old: a}")).toEqual([]);
    expect(messages(renamed, "{old: a, kep: b}")).toEqual(['unknown field "kep" is ignored (did you mean "keep"?)']);
    const filtered = z.object({ list: z.array(z.object({ a: z.string() })).transform((items) => items.slice(1)) });
    expect(messages(filtered, "{list: [{a: b}, {a: c}]}")).toEqual([]);
    const before = z.preprocess((value) => value, z.object({ a: z.string() }));
    expect(messages(before, "{a: b, aa: c}")).toEqual(['unknown field "aa" is ignored (known fields are a)']);
  });

  it("keeps what a loose schema keeps", () => {
    expect(messages(z.looseObject({ a: z.string() }), "{a: b, c: {d: 1}}")).toEqual([]);
    expect(messages(z.record(z.string(), z.unknown()), "{a: b, c: {d: 1}}")).toEqual([]);
  });
});

describe("what is said", () => {
  const text = z.string();
  it.each<[string, z.ZodType, string, string]>([
    ["a fraction", z.object({ v: z.int() }), "{v: 1.5}", "v is the number 1.5, must be a whole number"],
    ["a large number", port, "{port: 70000}", "port is the number 70000, must be at most 65535"],
    ["an exclusive limit", z.object({ v: z.number().gt(0) }), "{v: 0}", "v is the number 0, must be more than 0"],
    ["a number without reason", z.object({ v: z.number().multipleOf(5) }), "{v: 3}", "v must be a multiple of 5"],
    ["an empty text", z.object({ v: text.min(1) }), '{v: ""}', "v must not be empty"],
    ["an empty list", z.object({ v: z.array(text).min(1) }), "{v: []}", "v must not be empty"],
    ["a short list", z.object({ v: z.array(text).min(2) }), "{v: [a]}", "v must have at least 2 entries"],
    ["a long text", z.object({ v: text.max(1) }), "{v: abc}", "v must have at most 1 character"],
    ["an exact length", z.object({ v: text.length(2) }), "{v: abc}", "v must have exactly 2 characters"],
    ["a form", z.object({ v: text.regex(/^a+$/) }), "{v: b}", 'v is the string "b", must be text of the form /^a+$/'],
    ["a known form", z.object({ v: z.email() }), "{v: b}", 'v is the string "b", must be a valid email'],
    ["an author's words", z.object({ v: text.regex(/^a/, "must start with a") }), "{v: b}", "v must start with a"],
    ["an author's sentence", z.object({ v: text.refine(() => false, "no v today") }), "{v: b}", "no v today"],
    ["no words at all", z.object({ v: text.refine(() => false) }), "{v: b}", "v is a string that is not valid here"],
    ["null", service, "{image: null}", "image is empty, must be a string"],
    ["a boolean", service, "{image: yes}", "image is the boolean true, must be a string (put it in quotes)"],
    [
      "a long value",
      service,
      `{image: a, replicas: ${"x".repeat(50)}}`,
      `replicas is the string "${"x".repeat(40)}…", must be a number`,
    ],
    ["a literal", z.object({ v: z.literal("a") }), "{v: b}", 'v is the string "b", must be "a"'],
    ["a missing choice", z.object({ v: z.enum(["a", "b"]) }), "{}", 'v is missing (it must be "a" or "b")'],
    ["a wrong type of choice", z.object({ v: z.enum(["a", "b"]) }), "{v: 1}", 'v is the number 1, must be "a" or "b"'],
    ["a forbidden field", z.object({ v: z.never().optional() }), "{v: 1}", "v is the number 1, must be left out"],
    ["a bad key", z.object({ v: z.record(z.enum(["a"]), text) }), "{v: {a: b, b: c}}", 'unknown field "b"'],
    ["a beginning", z.object({ v: text.startsWith("/") }), "{v: b}", 'v is the string "b", must start with "/"'],
    ["an end", z.object({ v: text.endsWith("/") }), "{v: b}", 'v is the string "b", must end with "/"'],
    ["a part", z.object({ v: text.includes("/") }), "{v: b}", 'v is the string "b", must contain "/"'],
    [
      "a key's form",
      z.object({ v: z.record(text.regex(/^a/, "keys must start with a"), text) }),
      "{v: {b: c}}",
      "keys must start with a",
    ],
    [
      "a list entry",
      z.object({ v: z.array(text) }),
      "{v: [a, 1]}",
      "v[1] is the number 1, must be a string (put it in quotes)",
    ],
    [
      "an odd key",
      z.object({ v: z.record(text, text) }),
      "{v: {a/b: 1}}",
      'v["a/b"] is the number 1, must be a string (put it in quotes)',
    ],
    [
      "a number or text",
      z.object({ v: z.union([text, z.number()]) }),
      "{v: []}",
      "v is a list, must be a string or a number",
    ],
    [
      "a missing union",
      z.object({ v: z.union([text, z.number()]) }),
      "{}",
      "v is missing (it must be a string or a number)",
    ],
    [
      "a word or number",
      z.object({ v: z.union([z.literal("auto"), z.number()]) }),
      "{v: atuo}",
      'v is the string "atuo", must be a number or "auto"',
    ],
    [
      "words of a union",
      z.object({ v: z.union([z.literal("a1"), z.literal("b1")]) }),
      "{v: c1}",
      'v is the string "c1", must be "a1" or "b1"',
    ],
  ])("of %s", (_, schema, yaml, message) => {
    expect(messages(schema, yaml)).toEqual([message]);
  });

  it("of a union comes from the alternative that was meant", () => {
    const schema = z.object({
      probe: z.union([
        z.strictObject({ http: z.strictObject({ path: z.string(), port: z.number() }) }),
        z.strictObject({ command: z.array(z.string()) }),
        z.string(),
      ]),
    });
    expect(said(schema, "{probe: {http: {path: /, port: http}}}")).toEqual([
      'a.yaml:1:44: error: properties.probe.http.port: port is the string "http", must be a number',
    ]);
    expect(messages(schema, "{probe: {command: ls}}")).toEqual(['command is the string "ls", must be a list']);
    expect(messages(schema, "{probe: 5}")).toEqual(["probe is the number 5, must be an object or a string"]);
  });

  it("of a union by a discriminator lists the choices, or goes into the chosen one", () => {
    const schema = z.object({
      v: z.discriminatedUnion("type", [
        z.object({ type: z.literal("file"), path: z.string() }),
        z.object({ type: z.literal("env"), name: z.string() }),
      ]),
    });
    expect(said(schema, "{v: {type: flie}}")).toEqual([
      'a.yaml:1:24: error: properties.v.type: type is the string "flie", must be "file" or "env" (did you mean "file"?)',
    ]);
    expect(messages(schema, "{v: {}}")).toEqual(['type is missing (it must be "file" or "env")']);
    expect(messages(schema, "{v: {type: env}}")).toEqual(["name is missing (it must be a string)"]);
  });

  it("never shows what may be secret", () => {
    const secret = "S3CRET";
    const strings = z.record(z.string(), z.number());
    for (const key of [
      "password",
      "dbPassword",
      "token",
      "kubeconfig",
      "clientSecret",
      "apiKey",
      "value",
      "privateKey",
    ]) {
      expect(messages(z.object({ [key]: z.number() }), `{${key}: ${secret}}`)).toEqual([
        `${key} is a string, must be a number`,
      ]);
      expect(messages(z.object({ [key]: z.enum(["a"]) }), `{${key}: ${secret}}`)).toEqual([
        `${key} is a string, must be "a"`,
      ]);
    }
    for (const key of ["data", "stringData", "binaryData", "secret"]) {
      expect(messages(z.object({ [key]: strings }), `{${key}: {any: ${secret}}}`)).toEqual([
        "any is a string, must be a number",
      ]);
    }
    expect(messages(z.object({ kind: z.number() }), "{kind: x}")).toEqual(['kind is the string "x", must be a number']);
  });

  it("is the same for a value that is no object", () => {
    const { origin } = written("{}");
    expect(checkValue(z.array(z.string()), "text", [origin]).findings[0]?.message).toBe(
      "the document is a string, must be a list",
    );
    expect(checkValue(z.array(z.string()), ["a"], [origin])).toEqual({ value: ["a"], findings: [] });
  });
});

describe("checking", () => {
  it("takes time in proportion to the size", () => {
    const ports = Array.from({ length: 20_000 }, (_, index) => ({ port: 1 + (index % 1000), extra: index }));
    const { origin } = written("{}");
    const start = performance.now();
    const { findings } = checkProperties(service, { image: "a", ports }, [origin], ["properties"]);
    expect(findings).toHaveLength(20_000);
    expect(performance.now() - start).toBeLessThan(3000);
  });
});
