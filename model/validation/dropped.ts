import type { Path } from "../findings";
import { isObject } from "../json";

/**
 * The fields that are in `input` but not in what a schema made of it, outermost only. Values that the schema replaced by
 * something else, such as lists of another length, are not looked into.
 */
export function droppedFields(input: unknown, output: unknown): Path[] {
  const dropped: Path[] = [];
  const path: (string | number)[] = [];

  const compare = (before: unknown, after: unknown): void => {
    if (before === after) return;
    if (Array.isArray(before)) {
      if (!Array.isArray(after) || before.length !== after.length) return;
      before.forEach((item, index) => {
        descend(index, item, after[index]);
      });
    } else if (isObject(before) && isObject(after)) {
      for (const key of Object.keys(before)) {
        if (Object.hasOwn(after, key)) descend(key, before[key], after[key]);
        else dropped.push([...path, key]);
      }
    }
  };

  const descend = (key: string | number, before: unknown, after: unknown): void => {
    path.push(key);
    compare(before, after);
    path.pop();
  };

  compare(input, output);
  return dropped;
}
