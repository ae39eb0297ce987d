/** Logical name of a resource: what follows the third `::` of its URN. */
export function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

/** Types of a resource and of the components around it, outermost first, joined with `$`. */
export function typesOf(urn: string): string {
  return urn.split("::")[2] ?? "";
}
