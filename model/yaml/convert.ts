import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type Scalar,
  type YAMLMap,
} from "yaml";
import type { Json, JsonObject } from "../json";

/** How deep lists and mappings may be nested; real documents stay below 30. */
export const MAX_DEPTH = 200;

/** How many values aliases may stand for in one document, counted as if each alias were written out. */
const MAX_ALIASED = 100_000;

/** Takes what was found at an offset into the text; an error unless it says otherwise. */
export type Report = (offset: number, message: string, severity?: "error" | "warning") => void;

/** The data of a document, and what each of its aliases stands for. */
export interface Converted {
  value: Json;
  targets: ReadonlyMap<Alias, Node>;
}

/** A value, how many values it consists of and how deep it is nested, with aliases written out. */
interface Measured {
  value: Json;
  size: number;
  depth: number;
}

const NOTHING: Measured = { value: null, size: 1, depth: 0 };

/**
 * Turns a document into plain data. Aliases share the value they stand for. Problems are reported, and conversion goes on
 * with null in their place.
 */
export function convert(document: Document.Parsed, report: Report): Converted {
  const converter = new Converter(report);
  const { value } = converter.node(document.contents);
  return { value, targets: converter.targets };
}

/** Whether a pair is a merge key: `<<` without quotes. */
export function isMerge(pair: Pair): boolean {
  return isScalar(pair.key) && pair.key.type === "PLAIN" && pair.key.value === "<<";
}

/** The key of a pair as Kubernetes reads it; undefined when it is no scalar. */
export function keyText(pair: Pair): string | undefined {
  return isScalar(pair.key) && pair.key.value !== null ? String(pair.key.value) : undefined;
}

class Converter {
  readonly targets = new Map<Alias, Node>();
  private readonly anchors = new Map<string, Node>();
  private readonly finished = new Map<Node, Measured>();
  private aliased = 0;

  constructor(private readonly report: Report) {}

  node(node: unknown): Measured {
    if (isAlias(node)) return this.alias(node);
    if (!isScalar(node) && !isMap(node) && !isSeq(node)) return NOTHING;
    if (node.anchor !== undefined) this.anchors.set(node.anchor, node);
    const measured = this.plain(node);
    if (node.anchor !== undefined) this.finished.set(node, measured);
    return measured;
  }

  private plain(node: Node): Measured {
    if (isMap(node)) return this.map(node);
    if (isSeq(node)) {
      const items = node.items.map((item) => this.node(item));
      return measure(
        items.map((item) => item.value),
        items,
      );
    }
    return isScalar(node) ? { value: this.scalar(node.value, offsetOf(node)), size: 1, depth: 0 } : NOTHING;
  }

  private scalar(value: unknown, offset: number): Json {
    if (typeof value === "number" && !isExact(value)) {
      this.report(offset, "the number cannot be kept exactly; write it in quotes if it is meant as text");
      return null;
    }
    return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null;
  }

  private alias(alias: Alias): Measured {
    const target = this.anchors.get(alias.source);
    const measured = target && this.finished.get(target);
    if (target === undefined || measured === undefined) {
      const name = JSON.stringify(alias.source);
      const problem = target ? `the anchor ${name} contains itself` : `no anchor ${name} is defined above this alias`;
      this.report(offsetOf(alias), problem);
      return NOTHING;
    }
    this.targets.set(alias, target);
    const before = this.aliased;
    this.aliased += measured.size;
    if (before <= MAX_ALIASED && this.aliased > MAX_ALIASED) {
      this.report(offsetOf(alias), `the aliases of this document stand for more than ${MAX_ALIASED} values`);
    }
    return this.aliased > MAX_ALIASED ? NOTHING : this.limited(measured, alias);
  }

  private limited(measured: Measured, node: Node): Measured {
    if (measured.depth <= MAX_DEPTH) return measured;
    this.report(offsetOf(node), `lists and mappings are nested deeper than ${MAX_DEPTH} levels`);
    return NOTHING;
  }

  private map(map: YAMLMap): Measured {
    const values = new Map<string, Measured>();
    const written = new Map<string, unknown>();
    for (const pair of map.items) {
      if (isMerge(pair)) this.merge(pair, values, written);
      else this.pair(pair, values, written);
    }
    const object: JsonObject = {};
    for (const [key, measured] of values) object[key] = measured.value;
    return this.limited(measure(object, [...values.values()]), map);
  }

  private pair(pair: Pair, values: Map<string, Measured>, written: Map<string, unknown>): void {
    const key = this.key(pair);
    const measured = this.node(pair.value);
    if (key === undefined) return;
    if (written.has(key)) this.report(offsetOf(pair.key), `the key ${JSON.stringify(key)} is written twice`);
    written.set(key, pair.key);
    values.set(key, measured);
  }

  private key(pair: Pair): string | undefined {
    if (isScalar(pair.key) && pair.key.anchor !== undefined) this.node(pair.key);
    const key = keyText(pair);
    const offset = offsetOf(pair.key);
    if (key === undefined) this.report(offset, "a key has to be text");
    if (isMisread(pair.key)) {
      const message = `the key ${pair.key.source} means ${key} to Kubernetes, and is taken so; put it in quotes to keep it`;
      this.report(offset, message, "warning");
    }
    if (key !== "__proto__") return key;
    this.report(offset, 'the key "__proto__" cannot be used');
    return undefined;
  }

  /** `<<`: takes over the keys of one mapping, or of several, of which the first wins. */
  private merge(pair: Pair, values: Map<string, Measured>, written: ReadonlyMap<string, unknown>): void {
    const measured = this.node(pair.value);
    const sources = Array.isArray(measured.value) ? measured.value : [measured.value];
    for (const source of [...sources].reverse()) {
      if (typeof source !== "object" || source === null || Array.isArray(source)) {
        this.report(offsetOf(pair.value ?? pair.key), "a merge key (<<) takes a mapping or a list of mappings");
        return;
      }
      for (const [key, value] of Object.entries(source)) values.set(key, { ...measured, value });
      const clash = Object.keys(source).find((key) => written.has(key));
      if (clash === undefined) continue;
      const why = `the merged mapping has the key ${JSON.stringify(clash)} too, which is written above it`;
      this.report(offsetOf(pair.key), `${why}; Kubernetes would take the merged one, so put << first`);
    }
  }
}

/** Whether a key such as `y` or `on` is a boolean without looking like one. */
function isMisread(key: unknown): key is Scalar {
  return isScalar(key) && typeof key.value === "boolean" && !/^(?:true|false)$/i.test(key.source ?? "");
}

function measure(value: Json, parts: readonly Measured[]): Measured {
  let size = 1;
  let depth = 0;
  for (const part of parts) {
    size += part.size;
    depth = Math.max(depth, part.depth);
  }
  return { value, size, depth: depth + 1 };
}

function isExact(value: number): boolean {
  return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
}

function offsetOf(node: unknown): number {
  return isAlias(node) || isScalar(node) || isMap(node) || isSeq(node) ? (node.range?.[0] ?? 0) : 0;
}
