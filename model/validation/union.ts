import type { z } from "zod";

type Issue = z.core.$ZodIssue;

/**
 * The issues of the alternative that was most likely meant, or undefined when the value is of none of their types. The
 * one with the fewest issues is taken; among equals the one that got furthest.
 */
export function likeliestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const candidates = branches.filter((issues) => !issues.some(isMismatch));
  return [...candidates].sort((a, b) => a.length - b.length || reach(b) - reach(a))[0];
}

/** What the alternatives expect of a value whose type fits none: type names of zod, and single values. */
export function expectedByAny(branches: readonly (readonly Issue[])[]): { types: string[]; values: unknown[] } {
  const issues = branches.flat();
  return {
    types: [...new Set(issues.flatMap((issue) => (issue.code === "invalid_type" ? [issue.expected] : [])))],
    values: [...new Set(issues.flatMap((issue) => (issue.code === "invalid_value" ? issue.values : [])))],
  };
}

/** Whether the value as a whole is not what the alternative expects, or has a field that excludes the alternative. */
function isMismatch(issue: Issue): boolean {
  if (issue.code === "invalid_type" && issue.expected === "never") return true;
  return issue.path.length === 0 && (issue.code === "invalid_type" || issue.code === "invalid_value");
}

function reach(issues: readonly Issue[]): number {
  return Math.max(...issues.map((issue) => issue.path.length));
}
