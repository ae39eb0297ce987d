import type { Path } from "./findings";
import type { Json } from "./json";
import { type SourceDocument, valueAt } from "./source";

/** Data that was not read from a text, such as stack configuration: it has paths, but no lines. */
export class PlainSource implements SourceDocument {
  /** @param file how findings name the data */
  constructor(
    readonly file: string,
    readonly value: Json,
  ) {}

  locate(): undefined {}

  has(path: Path): boolean {
    return valueAt({ source: this, path }) !== undefined;
  }
}
