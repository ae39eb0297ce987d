import type { Path } from "../model/findings";

const STEP = /[^.[\]]+|\[[^[\]]+\]/g;
const WHOLE = /^(?:[^.[\]]+|\[[^[\]]+\])(?:\.[^.[\]]+|\[[^[\]]+\])*$/;

/**
 * Reads the path of a field as Kubernetes writes it: `spec.replicas`, `spec.containers[0].image`,
 * `metadata.annotations['example.com/owner']`, with any quotes or none. Undefined when it is no path.
 */
export function parseFieldPath(text: string): Path | undefined {
  if (!WHOLE.test(text)) return undefined;
  return (text.match(STEP) ?? []).map((step) => {
    if (!step.startsWith("[")) return step;
    const inside = step.slice(1, -1);
    return /^\d+$/.test(inside) ? Number(inside) : unquoted(inside);
  });
}

function unquoted(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && isQuote(text[start])) start += 1;
  while (end > start && isQuote(text[end - 1])) end -= 1;
  return text.slice(start, end);
}

function isQuote(character: string | undefined): boolean {
  return character === '"' || character === "'";
}
