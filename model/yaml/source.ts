import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type LineCounter,
  type Node,
  type Pair,
} from "yaml";
import type { Path } from "../findings";
import type { Json } from "../json";
import type { Position, SourceDocument } from "../source";
import { type Converted, isMerge, keyText } from "./convert";

/** What a step of a path leads to: a pair of a mapping, or an item of a list. */
interface Place {
  key?: unknown;
  value: unknown;
}

/** A document that was read from YAML or JSON. Positions are found when they are asked for. */
export class YamlSource implements SourceDocument {
  readonly value: Json;
  private readonly targets: ReadonlyMap<Alias, Node>;

  constructor(
    readonly file: string,
    private readonly document: Document.Parsed,
    private readonly lines: LineCounter,
    converted: Converted,
  ) {
    this.value = converted.value;
    this.targets = converted.targets;
  }

  locate(path: Path, what: "key" | "value" = "value"): Position {
    const places = this.walk(path);
    const found = places.length === path.length;
    const place = places.at(-1) ?? { value: this.document.contents };
    const [key, value] = [offsetOf(place.key), offsetOf(place.value)];
    const wanted = found && what === "key" ? (key ?? value) : (value ?? key);
    return this.position(wanted ?? this.document.range[0]);
  }

  has(path: Path): boolean {
    return this.walk(path).length === path.length;
  }

  private position(offset: number): Position {
    const { line, col } = this.lines.linePos(offset);
    return { line, column: col };
  }

  /** The places along the path, as far as it exists. */
  private walk(path: Path): Place[] {
    const places: Place[] = [];
    let node: unknown = this.document.contents;
    for (const key of path) {
      const place = this.step(node, key);
      if (place === undefined) break;
      places.push(place);
      node = place.value;
    }
    return places;
  }

  private step(node: unknown, key: string | number): Place | undefined {
    const target = isAlias(node) ? this.targets.get(node) : node;
    if (isMap(target)) {
      const written = target.items.findLast((pair) => !isMerge(pair) && keyText(pair) === String(key));
      return written ?? this.merged(target.items, key);
    }
    if (!isSeq(target) || typeof key !== "number" || !(key in target.items)) return undefined;
    return { value: target.items[key] };
  }

  /** Looks a key up in what merge keys bring in. */
  private merged(pairs: readonly Pair[], key: string | number): Place | undefined {
    for (const { value } of pairs.filter(isMerge)) {
      const target = isAlias(value) ? this.targets.get(value) : value;
      for (const source of isSeq(target) ? target.items : [target]) {
        const place = this.step(source, key);
        if (place !== undefined) return place;
      }
    }
    return undefined;
  }
}

function offsetOf(node: unknown): number | undefined {
  return isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? node.range?.[0] : undefined;
}
