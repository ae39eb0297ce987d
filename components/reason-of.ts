/** Why something failed, for a message: without what Pulumi says before it, and never empty. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown reason";
  return error.message.replace(/^invocation of \S+ returned an error: /, "").trim() || error.name;
}
