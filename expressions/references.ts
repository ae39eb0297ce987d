import type { Expression } from "./ast";

/**
 * What an expression takes out of a name: `status.a.failed || status["b"].phase == "x"` takes `["a", "failed"]` and `["b", "phase"]`
 * out of `status`. A path ends where its next part is computed.
 */
export function pathsInto(expression: Expression, name: string): string[][] {
  const found = pathOf(expression, name);
  if (found === undefined) return childrenOf(expression).flatMap((child) => pathsInto(child, name));
  return [found.path, ...found.keys.flatMap((key) => pathsInto(key, name))];
}

/** The path of `name.a["b"]`, and the computed keys after which it ends. */
function pathOf(expression: Expression, name: string): { path: string[]; keys: Expression[] } | undefined {
  if (expression.kind === "name") return expression.name === name ? { path: [], keys: [] } : undefined;
  if (expression.kind !== "index") return undefined;
  const before = pathOf(expression.of, name);
  if (before === undefined) return undefined;
  const { key } = expression;
  if (key.kind !== "literal") return { ...before, keys: [...before.keys, key] };
  return before.keys.length > 0 ? before : { path: [...before.path, String(key.value)], keys: [] };
}

function childrenOf(expression: Expression): Expression[] {
  switch (expression.kind) {
    case "literal":
    case "name":
      return [];
    case "text":
      return expression.parts.filter((part) => typeof part !== "string");
    case "list":
      return expression.items;
    case "struct":
      return expression.fields.map(({ value }) => value);
    case "index":
      return [expression.of, expression.key];
    case "call":
      return [expression.argument];
    case "unary":
    case "exists":
      return [expression.of];
    case "binary":
      return [expression.left, expression.right];
  }
}

/** The names that an expression starts paths with, each once. */
export function namesIn(expression: Expression): string[] {
  const own = expression.kind === "name" ? [expression.name] : [];
  return [...new Set([...own, ...childrenOf(expression).flatMap(namesIn)])];
}
