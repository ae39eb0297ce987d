import type { Path } from "./findings";
import { isObject, type Json } from "./json";
import type { SourceDocument } from "./source";

/** Data that was not read from a text, such as stack configuration: it has paths, but no lines. */
export class PlainSource implements SourceDocument {
  /** @param file how findings name the data */
  constructor(
    readonly file: string,
    readonly value: Json,
  ) {}

  locate(): undefined {}

  has(path: Path): boolean {
    let value: Json | undefined = this.value;
    for (const key of path) {
      if (Array.isArray(value)) value = value[Number(key)];
      else value = isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
    }
    return value !== undefined;
  }
}
