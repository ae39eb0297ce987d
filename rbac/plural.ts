/** Kinds whose plural follows no rule. */
const IRREGULAR: ReadonlyMap<string, string> = new Map([["Endpoints", "endpoints"]]);

/**
 * The resource that a kind is called by in rules, such as `ingresses` for `Ingress`. Follows the rules by which Kubernetes itself guesses
 * (apimachinery, `UnsafeGuessKindToResource`); they hold for all of its own kinds, and a CustomResourceDefinition may say otherwise.
 */
export function pluralOf(kind: string): string {
  const irregular = IRREGULAR.get(kind);
  if (irregular !== undefined) return irregular;
  const singular = kind.toLowerCase();
  if (singular.endsWith("s")) return `${singular}es`;
  return singular.endsWith("y") ? `${singular.slice(0, -1)}ies` : `${singular}s`;
}
